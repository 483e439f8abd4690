"""The co-creation record holds every requirement, with evidence by machine or people's own word."""

import pandas as pd
from pandera.typing import DataFrame

from pipeline.knowledge import load
from pipeline.publish.evidence import CHECKS
from pipeline.tables import CO_CREATION_STATUS, CoCreation, CoCreationDecisions
from tests.build import rows
from tests.invented import decided_round, empty_round, files_of, published, reported
from tests.reading import links
from tests.test_publish import _ledger

REQUIREMENTS = load("co_creation")["requirements"]


def _record(
    tables: dict[str, pd.DataFrame], *said: dict[str, str]
) -> tuple[set[str], str, DataFrame[CoCreation]]:
    """Give the files of the index, the page of the record, and its table."""
    sheet = rows(CoCreationDecisions, *said)
    whole = {"ledger": _ledger(tables), **tables, "co_creation_decisions": sheet}
    made = published(whole)
    return set(files_of(made)), made["co_creation_html"], made["co_creation"]


def test_every_requirement_has_a_status_and_evidence_or_says_that_there_is_none() -> None:
    """A reviewer finds each requirement once, basic and beyond, met or not, and where to look."""
    _, _, table = _record(decided_round())
    assert list(table["requirement"]) == [each["id"] for each in REQUIREMENTS]
    assert {"basic", "stretch"} == set(table["level"])
    by_id = table.set_index("requirement")
    assert list(by_id.loc["F5", ["status", "evidence", "by"]]) == [
        "partly",
        "2 of 15 contributions have an answer.",
        "machine",
    ]
    assert by_id.loc["F7", "evidence"] == "1 of 2 answers come with a reason."
    assert by_id.loc["I15", "status"] == "met"
    both = list(
        zip(by_id.loc[["D7", "D8"], "status"], by_id.loc[["D7", "D8"], "evidence"], strict=True)
    )
    assert both == [
        (
            "partly",
            "2 events, and 1 source beside events; that anyone could take part, people must say.",
        ),
        ("met", "2 events, and 1 source beside events."),
    ]
    assert list(by_id.loc["D1", ["status", "by"]]) == ["not known", "nobody yet"]


def test_what_people_say_counts_before_the_machine() -> None:
    """The last row on a requirement stands, with its evidence and who said so."""
    _, page, table = _record(
        decided_round(),
        {"requirement": "F5", "status": "not met", "who": "Morag", "when": "2018-07-02"},
        {"requirement": "f5", "status": "Met", "who": "Iain", "when": "2018-07-03"}
        | {"evidence": "the <response> of June.", "why": "it came late"},
    )
    line = table.set_index("requirement").loc["F5"]
    told = "the <response> of June; it came late."
    assert list(line[["status", "evidence", "by"]]) == ["met", told, "Iain"]
    assert "&lt;response&gt;" in page


def test_rows_that_fit_nothing_are_shown() -> None:
    """A slip of the pen is told with the other decisions that do not fit, and not in public."""
    by = {"when": "2018-07-02", "who": "Morag"}
    slips = {**by, "requirement": "Z9", "status": "met"}, {**by, "requirement": "F5"}
    tables = {**empty_round(), "co_creation_decisions": rows(CoCreationDecisions, *slips)}
    told = reported(tables)["conflicts"]
    assert list(told["decision_file"]) == ["data/raw/decisions/co_creation.csv"] * 2
    assert list(told["why"]) == ["there is no such requirement", "there is no such status"]
    _, page, _ = _record(empty_round(), *slips)
    assert "Z9" not in page


def test_an_empty_round_claims_nothing() -> None:
    """Without contributions, events and decisions nothing is met."""
    _, _, table = _record(empty_round())
    assert not (table["status"] == "met").any()


def test_the_evidence_leads_into_the_index() -> None:
    """Every link of the record opens a page that is there."""
    files, page, _ = _record(decided_round())
    inside = [link for link in links(page) if not link.startswith("#")]
    assert "preview/co-creation-record.csv" in inside
    assert {link.removeprefix("preview/").partition("#")[0] for link in inside} <= files


def test_every_check_is_asked_for_and_every_id_is_its_own() -> None:
    """Requirements and checks name each other; ids and levels are sound."""
    assert {each["check"] for each in REQUIREMENTS if "check" in each} == set(CHECKS)
    assert len({each["id"] for each in REQUIREMENTS}) == len(REQUIREMENTS)
    assert set(CO_CREATION_STATUS) == {"met", "partly", "not met", "not known"}
