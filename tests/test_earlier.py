"""Earlier tells what was asked before and what became of it, and never takes opposites for it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import store
from pipeline.earlier import MOST, earlier
from pipeline.earlier.same_ask import kind_of
from pipeline.embed import MiniLM
from pipeline.tables import (
    AskedBeforeDecisions,
    Assignments,
    EarlierContributions,
    EarlierIdeas,
    EarlierThemes,
    EarlierVectors,
    Ideas,
    Themes,
    Vectors,
)
from tests.build import WordEncoder, rows
from tests.conftest import Folkmoot, NewRound

PAIRS = yaml.safe_load((Path(__file__).parent / "data" / "asked_before.yaml").read_text("utf-8"))
PACKAGE = {
    "title": "2016",
    "description": "What people told us.",
    "resources": [{"path": f"{name}.csv"} for name in ("contributions", "ideas", "themes")],
}


def held_against(
    now: list[str],
    then: list[tuple[str, str]],
    near: float = 0.5,
    people_say: tuple[dict[str, str], ...] = (),
) -> Any:  # noqa: ANN401  the three tables of the room
    """Hold ideas against texts of earlier rounds (round, text), each with an outcome."""
    encoder = WordEncoder()
    ids = [f"e{place}" for place in range(len(then))]
    named = [{"round": each, "idea_id": id_} for (each, _), id_ in zip(then, ids, strict=True)]
    past = [text for _, text in then]
    vectors = list(encoder.encode(past))
    told = {"status": "included", "outcome": "out of scope", "event_date": "2016-04-12"}
    return earlier(
        rows(Ideas, *({"idea_id": f"i{n}", "text": text} for n, text in enumerate(now))),
        rows(
            Vectors,
            *({"idea_id": f"i{n}", "vector": v} for n, v in enumerate(encoder.encode(now))),
        ),
        rows(Assignments, *({"idea_id": f"i{n}", "theme_id": "t"} for n in range(len(now)))),
        rows(Themes, {"theme_id": "t", "parent_id": None}),
        rows(
            EarlierContributions,
            *(told | each | {"contribution_id": each["idea_id"]} for each in named),
        ),
        rows(
            EarlierIdeas,
            *(
                each | {"contribution_id": each["idea_id"], "theme_id": "old", "text": text}
                for each, text in zip(named, past, strict=True)
            ),
        ),
        rows(
            EarlierThemes,
            *({"round": name, "theme_id": "old", "parent_id": None, "name": "Old"}
              for name in dict(then)),
        ),
        rows(EarlierVectors, *(e | {"vector": v} for e, v in zip(named, vectors, strict=True))),
        rows(AskedBeforeDecisions, *people_say),
        near=near,
    )  # fmt: skip


def test_what_was_asked_before_is_told_with_what_became_of_it() -> None:
    """The earlier words, the day, the outcome and its round stand beside the idea."""
    asked, across, _ = held_against(
        ["Publish the minutes", "Longer lunch"], [("2016", "Publish the minutes")]
    )
    row = asked.iloc[0]
    assert (len(asked), row["idea_id"], row["kind"]) == (1, "i0", "asked")
    assert (row["round"], row["words"], row["date"]) == (
        "2016",
        "Publish the minutes",
        "2016-04-12",
    )
    assert row["outcome"] == "out of scope"
    assert across[["theme_id", "round", "earlier_theme"]].to_numpy().tolist() == [
        ["t", "2016", "Old"]
    ]


def test_nearness_counts_from_the_dial_on() -> None:
    """A pair on the edge is told, one just beyond it is not."""
    texts = "Publish the minutes soon", "Publish the minutes"
    one, other = WordEncoder().encode(texts)
    cosine = float(np.round(one @ other, 6))
    assert len(held_against([texts[0]], [("2016", texts[1])], near=cosine)[0]) == 1
    assert held_against([texts[0]], [("2016", texts[1])], near=cosine + 1e-5)[0].empty


def test_the_opposite_is_never_told_as_asked_before() -> None:
    """Who wanted an end of it did not ask for the same."""
    asked, *_ = held_against(["Keep the old hall"], [("2016", "Abolish the old hall")], near=0.3)
    assert asked["kind"].tolist() == ["opposite"]


@settings(max_examples=10)
@given(
    st.lists(st.sampled_from(["Mend the old hall", "More evening buses", "Keep the park"])),
    st.lists(st.tuples(st.sampled_from(["2014", "2016"]), st.sampled_from(["Mend the old hall"]))),
)
def test_every_row_is_about_an_idea_of_each_round(
    now: list[str], then: list[tuple[str, str]]
) -> None:
    """Ideas on both sides exist, none has more than a few rows a round, and none is lost."""
    asked, *_ = held_against(now, then)
    wanted = {f"i{n}" for n, text in enumerate(now) if then and text == "Mend the old hall"}
    assert set(asked["idea_id"]) == wanted
    assert set(asked["earlier_idea_id"]) <= {f"e{n}" for n in range(len(then))}
    assert asked.groupby(["idea_id", "round"]).size().max() <= MOST if len(asked) else True


def test_without_earlier_rounds_nothing_was_asked_before() -> None:
    """Empty tables are no special case."""
    assert all(table.empty for table in held_against(["Mend the hall"], []))


def test_people_have_the_last_word_on_what_was_asked_before() -> None:
    """A "no" takes out what was found, a "yes" adds what was not; of two rows the later counts."""
    now, then = ["Mend the hall", "Fix the roof"], [("2016", "Mend the hall")]
    place = {"round": "2016", "contribution": "e0"}
    no, yes = {**place, "idea": "i0", "answer": "no"}, {**place, "idea": "i1", "answer": "Yes"}
    asked, _, unfit = held_against(now, then, people_say=(no, yes))
    assert asked[["idea_id", "by"]].to_numpy().tolist() == [["i1", "person"]]
    assert unfit.empty
    undone = no | {"idea": "mend  the hall", "answer": "undo"}
    again, *_ = held_against(now, then, people_say=(no, undone))
    assert again[["idea_id", "by"]].to_numpy().tolist() == [["i0", "machine"]]


def test_a_row_that_does_not_fit_is_told() -> None:
    """Another idea, another round or another word changes nothing, and people are told."""
    fits = {"idea": "i0", "round": "2016", "contribution": "e0", "answer": "yes"}
    wrong = ({"idea": "Paint it"}, {"round": "2014"}, {"contribution": "e9"}, {"answer": "maybe"})
    asked, _, unfit = held_against(
        ["Fix the roof"], [("2016", "Mend the hall")], people_say=tuple(fits | w for w in wrong)
    )
    assert asked.empty
    assert unfit["row"].tolist() == [2, 3, 4, 5]
    assert unfit["why"].tolist() == [
        "no idea of this round is called so",
        *["no contribution to an earlier round is called so"] * 2,
        "the answer is not known",
    ]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Mend the hall", "Mend the hall", "asked"),
        ("A helpline for refused grants", "A helpline for refused visas", None),
        ("Inspect the old bridge each spring", "Paint and publish the old bridge", None),
        ("Mend the hall in Oban", "Mend the hall in Perth", None),
        ("Mend the bus stop of line 3", "The bus stop of line 38: mend it", None),
        (
            "Keep recordings of council meetings",
            "Do not delete the videos of council meetings",
            None,
        ),
    ],
)
def test_in_doubt_it_was_not_asked_before(one: str, other: str, kind: str | None) -> None:
    """Another thing, act, place or number, or a "not" on one side: it is not the same."""
    assert kind_of(one, other) == kind


@pytest.mark.slow
def test_who_is_told_asked_before_can_rely_on_it() -> None:
    """Of unseen pairs told as asked before at least nine in ten are; of those that are, a third."""
    near = yaml.safe_load((store.SHIPPED_VECTORS.parents[2] / "params.yaml").read_text())["earlier"]
    pairs = [(side, *pair) for side, some in PAIRS["unseen"].items() for pair in some]
    _, ones, others = zip(*pairs, strict=True)
    cosines = (MiniLM().encode(ones) * MiniLM().encode(others)).sum(axis=1)
    told = np.array([kind_of(*texts) == "asked" for _, *texts in pairs]) & (cosines >= near["near"])
    same = np.array([side == "same" for side, *_ in pairs])
    assert (told & same).sum() / told.sum() >= 0.9
    assert (told & same).sum() / same.sum() >= 0.33


def published_round(folder: Path, **package: object) -> Path:
    """Write what a round published: one contribution of its own, and one it took from 2014."""
    index = folder / "reports" / "index"
    index.mkdir(parents=True)
    (index / "datapackage.json").write_text(json.dumps(PACKAGE | package))
    (index / "contributions.csv").write_text(
        "contribution_id,status,text,round,file\n"
        "c1,included,Mend the hall,this round,a.csv\nc0,included,Mend the quay,2014,b.csv\n"
    )
    (index / "ideas.csv").write_text("idea_id,contribution_id,text\nx1,c1,Mend the hall\n")
    (index / "themes.csv").write_text("theme_id,parent_id,name\nt1,,Halls\n")
    (folder / "reports" / "redactions.csv").write_text("private\n")
    return folder


def test_only_what_was_published_crosses(
    folkmoot: Folkmoot, new_round: NewRound, tmp_path: Path
) -> None:
    """Nothing but the tables of the open data is taken, and none of what a round took itself."""
    then, now = published_round(tmp_path / "2016"), new_round({"ideas.txt": "- Mend the hall\n"})
    assert folkmoot("run", now, "--with", then, "--only", "ingest").code == 0
    taken = now / "data/raw/earlier/2016"
    assert {path.name for path in taken.iterdir()} == {
        "datapackage.json", "contributions.csv", "ideas.csv", "themes.csv",
    }  # fmt: skip
    assert store.read(now, "earlier_contributions")["contribution_id"].tolist() == ["c1"]
    assert store.read(now, "contributions")["text"].tolist() == ["Mend the hall"]
    assert 'earlier round "2016"' in folkmoot("check", now).out


def test_what_a_round_took_from_others_is_not_its_own() -> None:
    """Of a published table its own rows are read; one from before rounds were named is all own."""
    table = pd.DataFrame({"contribution_id": ["a", "b"], "round": ["this round", "2014"]})
    assert store.of_this_round(table)["contribution_id"].tolist() == ["a"]
    assert len(store.of_this_round(table.drop(columns="round"))) == 2


def test_what_was_withdrawn_there_goes_here_too(
    folkmoot: Folkmoot, new_round: NewRound, tmp_path: Path
) -> None:
    """Taking a round again replaces what was taken before."""
    then, now = published_round(tmp_path / "2016"), new_round({"ideas.txt": "- Mend the hall\n"})
    folkmoot("run", now, "--with", then, "--only", "ingest")
    (then / "reports/index/ideas.csv").write_text("idea_id,contribution_id,text\n")
    folkmoot("run", now, "--with", then, "--only", "ingest")
    assert store.read(now, "earlier_ideas").empty


def test_what_cannot_be_taken_is_said_in_a_sentence(
    folkmoot: Folkmoot, new_round: NewRound, tmp_path: Path
) -> None:
    """No round, a preview, the round itself, two of one name: nothing is taken, nothing runs."""
    now = new_round({"ideas.txt": "- Mend the hall\n"})
    preview = published_round(
        tmp_path / "p", description="Preview: the personal-data sheet has not been signed off. "
        "Not for publication.",
    )  # fmt: skip
    one, other = (published_round(tmp_path / name / "2016") for name in ("a", "b"))
    said = [
        folkmoot("run", now, "--with", tmp_path / "nowhere").err,
        folkmoot("run", now, "--with", preview).err,
        folkmoot("run", now, "--with", now).err,
        folkmoot("run", now, "--with", one, "--with", other).err,
        folkmoot("publish", now, "--with", one, "--dry-run").err,
    ]
    assert said == [
        f"folkmoot: {tmp_path}/nowhere/reports/index/datapackage.json: not there; an earlier round "
        'is the folder reports/index that "folkmoot publish" made of it\n',
        f"folkmoot: {preview}/reports/index/datapackage.json: a preview, which may hold personal "
        "data; sign off and publish that round\n",
        f"folkmoot: --with {now}: this is the round itself; name an earlier one\n",
        'folkmoot: --with: two rounds are called "2016"; give one of the folders another name\n',
        "folkmoot: publish: --dry-run writes nothing, so it takes nothing --with it\n",
    ]
    assert store.read(now, "earlier_rounds").empty


def test_a_package_put_there_by_hand_is_checked(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """A folder that is no data package stops a run before it writes anything wrong."""
    now = new_round({"ideas.txt": "- Mend the hall\n", "earlier/2016/notes.txt": "x"})
    assert folkmoot("check", now).err == (
        f"folkmoot: {now}/data/raw/earlier/2016/datapackage.json: not there; an earlier round is "
        'the folder reports/index that "folkmoot publish" made of it (and 3 more)\n'
    )
