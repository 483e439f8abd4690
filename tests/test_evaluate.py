"""Evaluate says where people and machine agree, and shows where they do not."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.evaluate import as_text, evaluate, krippendorff_alpha
from pipeline.join import join
from pipeline.report.ask import ask
from pipeline.tables import Assignments, Ideas, Labels, Questions, Themes
from tests.build import rows
from tests.conftest import Folkmoot
from tests.invented import empty_round, invented_round, reported


def _labelled(people: str, machine: str, coder: str = "A") -> dict[str, pd.DataFrame]:
    """Give each idea a person's theme and a machine's, by letter."""
    ids = [f"i{n}" for n in range(len(people))]
    tables = empty_round()
    tables["ideas"] = rows(Ideas, *({"idea_id": i, "text": f"this is what {i} says"} for i in ids))
    found = [
        {"idea_id": i, "theme_id": m if m != "-" else None}
        for i, m in zip(ids, machine, strict=True)
    ]
    tables["assignments"] = rows(Assignments, *found)
    themes = sorted(set(machine) - {"-"})
    kept = {"quote_ids": "i0", "n_distinct_texts": 5, "stability": 0.8}
    tables["themes"] = rows(
        Themes, *({"theme_id": m, "name": f"Machine {m}", **kept} for m in themes)
    )
    labels = [{"idea": i, "theme": p, "coder": coder} for i, p in zip(ids, people, strict=True)]
    tables["labels"] = rows(Labels, *labels)
    return tables


def test_each_theme_of_people_has_its_best_match() -> None:
    """Precision is the share of the match that is theirs, recall the share of theirs in it."""
    found = evaluate(_labelled("xxxxyy", "aaabbb"))
    assert found["themes"][0] == {
        "people": "x", "ideas": 4, "machine": "Machine a", "precision": 1.0, "recall": 0.75,
        "f1": 0.8571,
    }  # fmt: skip
    assert found["confusion"] == {"x": {"Machine a": 3, "Machine b": 1}, "y": {"Machine b": 2}}


def test_the_idea_in_the_wrong_company_comes_first() -> None:
    """The idea whose neighbours differ most is the first to look at."""
    worst = evaluate(_labelled("xxxxyyyy", "aaabbbbb"))["seen_differently"][0]
    assert (worst["idea_id"], worst["people"], worst["machine"]) == ("i3", "x", "Machine b")
    assert evaluate(_labelled("xxyy", "aabb"))["seen_differently"] == []


def _codings(**coders: str) -> pd.DataFrame:
    """One letter for each unit; * is not coded."""
    return pd.DataFrame(
        [
            {"unit": unit, "coder": coder, "value": value}
            for coder, values in coders.items()
            for unit, value in enumerate(values)
            if value != "*"
        ],
        columns=["unit", "coder", "value"],
    )


def test_coders_are_held_against_each_other() -> None:
    """Alpha is 1 where all agree, and .691 in the example that is published with it."""
    example = _codings(A="*****34121133*3", B="1*213343*******", C="**21344*21133*4")
    assert krippendorff_alpha(example) == pytest.approx(0.691, abs=5e-4)
    assert krippendorff_alpha(_codings(A="112", B="112")) == 1
    assert krippendorff_alpha(_codings(A="112")) is None
    assert krippendorff_alpha(_codings(A="11", B="11")) is None
    assert krippendorff_alpha(_codings()) is None


def test_rules_that_are_not_kept_are_told_with_their_reason() -> None:
    """What is wrong with the themes stands at the end, with why it matters."""
    tables = _labelled("xxyy", "aabb")
    tables["themes"] = tables["themes"].assign(stability=0.3)
    told = as_text(evaluate(tables))
    assert "Themes come back when ideas are drawn again" in told
    assert "“Machine a” is tentative (0.30)" in " ".join(told.split())
    assert max(map(len, told.splitlines())) <= 80


def test_a_round_without_labels_is_no_error() -> None:
    """Nothing to compare with is said; the rules are held all the same."""
    found = evaluate(empty_round())
    assert (found["themes"], found["krippendorff_alpha"]) == ([], None)
    assert as_text(found) == (
        "Nobody has labelled ideas with themes yet: data/raw/decisions/labels.csv.\n\n"
        "All rules of a good set of themes are kept."
    )


def test_a_question_comes_with_the_row_that_answers_it() -> None:
    """Whoever answers pastes one row; words that are not public are not asked about."""
    tables: dict[str, Any] = invented_round()
    tables["questions"] = rows(
        Questions,
        {"idea_id": "i1", "other_id": "i6", "pairs": 20},
        {"idea_id": "i1", "other_id": "not-public", "pairs": 9},
    )
    (only,) = ask(join(tables), tables["questions"]).to_dict("records")
    assert [only[cell] for cell in ("if_yes", "if_no", "what", "to")] == [
        *("same theme", "not same theme", "i1", "i6")
    ]
    assert (only["theme"], only["other_theme"]) == ("Money & budgets", "Taking part")


def test_the_report_says_what_people_did_to_the_themes() -> None:
    """A codebook is no correction; both are told, and what the computer proposed as well."""
    tables = invented_round()
    by = ["codebook", "machine", "machine", "person"]
    tables["themes"] = tables["themes"].assign(by=by)
    text = reported(tables)["findings_md"]
    assert "1 theme was brought along by people." in text
    assert "1 theme or sub-theme was named, described, joined or made by people." in text


@pytest.mark.slow
def test_the_sample_round_is_evaluated(sample_round: Path, folkmoot: Folkmoot) -> None:
    """Figures fit a terminal, are kept as JSON, and the run ends with a question to answer."""
    said = folkmoot("evaluate", sample_round)
    assert (said.code, said.err) == (0, "")
    assert max(map(len, said.out.splitlines())) <= 80
    assert (sample_round / "reports/evaluation.json").exists()
    assert len(pd.read_csv(sample_round / "reports/ask.csv")) == 10
