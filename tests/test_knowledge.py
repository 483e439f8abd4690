"""Knowledge: what ideas can be aligned with is complete, well formed and in our own words."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.knowledge import load

FRAMEWORKS = ["sdgs", "ogp_values", "national_performance_framework"]
GOALS = [str(number) for number in range(1, 18)]
TARGETS_PER_GOAL = [7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19]
OGP_CODES = [
    "access_to_information",
    "civic_participation",
    "public_accountability",
    "technology_innovation",
]
OFFICIAL = Path(__file__).parents[2] / "shared/data/sdg-framework/en"
LONGEST_SHARED_RUN = 7  # words; a run of eight is somebody else's sentence

needs_official_wording = pytest.mark.skipif(
    not OFFICIAL.is_dir(), reason="the official wording is not here: ../shared/data/sdg-framework"
)


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_framework_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    """Readers of a report can look up the definition behind a code, and who owns the words."""
    framework = load(name)
    assert set(framework) == {"framework", "name", "source", "licence_note", "entries"}
    assert all(framework.values())


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_no_code_appears_twice(name: str) -> None:
    """A code in a table means one thing."""
    assert [code for code, times in Counter(_codes(name)).items() if times > 1] == []


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_entry_explains_itself(name: str) -> None:
    """Nobody meets a code without a name, a description and words that people use for it."""
    wanting = [
        entry["code"]
        for entry in load(name)["entries"]
        if not (_is_text(entry["name"]) and _is_text(entry["description"]) and entry["cues"])
    ]
    assert wanting == []


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_cues_are_lower_case_text_and_differ_inside_an_entry(name: str) -> None:
    """A cue counts once and is found whatever the case; YAML has turned none into a number."""
    odd = [
        (entry["code"], cue)
        for entry in load(name)["entries"]
        for cue, times in Counter(entry["cues"]).items()
        if not _is_text(cue) or cue != cue.lower().strip() or times > 1 or "|" in cue
    ]
    assert odd == []


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_boundary_points_to_sdg_codes_that_exist(name: str) -> None:
    """Whoever reads "that belongs to 16.7" finds 16.7."""
    pointed = {
        code
        for entry in load(name)["entries"]
        for code in re.findall(r"\b\d{1,2}\.(?:\d{1,2}|[a-d])\b", entry.get("not_this", ""))
    }
    assert pointed <= set(_codes("sdgs"))


def test_there_are_17_goals_and_169_targets() -> None:
    """Every goal is there, each with as many targets as the resolution gives it."""
    entries = load("sdgs")["entries"]
    parents = Counter(entry["parent"] for entry in entries if "parent" in entry)
    assert len(entries) - parents.total() == 17
    assert parents == dict(zip(GOALS, TARGETS_PER_GOAL, strict=True))
    assert sum(TARGETS_PER_GOAL) == 169


def test_every_target_belongs_to_the_goal_in_its_code() -> None:
    """16.7 is a target of goal 16, and goal 16 is there."""
    entries = load("sdgs")["entries"]
    goals = [entry["code"] for entry in entries if "parent" not in entry]
    parents = {e["code"]: e["parent"] for e in entries if "parent" in e}
    assert goals == GOALS
    assert parents == {code: code.split(".")[0] for code in parents}


def test_the_fourth_ogp_value_counts_only_with_others() -> None:
    """Each value has its test question, and technology is a means, not a value by itself."""
    entries = load("ogp_values")["entries"]
    assert [entry["code"] for entry in entries] == OGP_CODES
    assert all(entry["question"].endswith("?") for entry in entries)
    assert [e["code"] for e in entries if e.get("only_with_others")] == ["technology_innovation"]


def test_national_outcomes_lead_to_goals() -> None:
    """Each of the 11 outcomes is linked to goals, and no goal is left without an outcome."""
    linked = [entry["goals"] for entry in load("national_performance_framework")["entries"]]
    assert len(linked) == 11
    assert {goal for goals in linked for goal in goals} == set(GOALS)


@needs_official_wording
def test_codes_are_the_official_ones() -> None:
    """No goal or target is missing, and none is made up."""
    official = {
        key.rsplit("-", 1)[0].replace("-", ".")
        for file in ["global_goals.yml", "global_targets.yml"]
        for key in _official(file)
    }
    assert set(_codes("sdgs")) == official


@needs_official_wording
def test_goals_bear_their_official_short_names() -> None:
    """People recognise the goals by name."""
    official = _official("global_goals.yml")
    ours = {e["code"]: e["name"] for e in load("sdgs")["entries"] if "parent" not in e}
    assert ours == {goal: official[f"{goal}-short"] for goal in GOALS}


@needs_official_wording
def test_descriptions_are_in_our_own_words() -> None:
    """No description repeats eight or more words in a row of the official wording."""
    wordings = [*_official("global_goals.yml").values(), *_official("global_targets.yml").values()]
    theirs = _runs(wordings)
    borrowed = [e["code"] for e in load("sdgs")["entries"] if _runs([e["description"]]) & theirs]
    assert borrowed == []


def test_a_run_of_eight_words_is_noticed_and_seven_are_not() -> None:
    """The check of our own words stands on the edge it names."""
    wording = _runs(["By 2030, one two three four five six seven eight"])
    assert _runs(["we say: One two three four five, six seven eight!"]) & wording
    assert not _runs(["we say one two three four five six seven"]) & wording


def _codes(name: str) -> list[str]:
    return [entry["code"] for entry in load(name)["entries"]]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _official(file: str) -> dict[str, Any]:
    """Official wording by key, such as `16-7-title`."""
    wording: dict[str, Any] = yaml.safe_load((OFFICIAL / file).read_text(encoding="utf-8"))
    return wording


def _runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    """Collect runs one word longer than may be shared, without case and punctuation."""
    size = LONGEST_SHARED_RUN + 1
    worded = [re.findall(r"\w+", text.lower()) for text in texts]
    return {tuple(w[i : i + size]) for w in worded for i in range(len(w) - size + 1)}
