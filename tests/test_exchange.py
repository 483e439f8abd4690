"""Other tools get every public word in its place, and what is changed there comes back."""

import csv
import json
import re
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree as Tree
from zipfile import ZipFile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.edits import Change, compare_codings
from pipeline.exchange import FORMATS, civic, refi_qda
from pipeline.findings import Contribution, Idea
from pipeline.ingest import ingest
from pipeline.publish import content_of
from pipeline.publish.site import Content
from pipeline.readers.shapes import Unreadable
from pipeline.tables import Assignments, Vectors, Withdrawals
from tests import files as make
from tests.build import rows
from tests.conftest import Folkmoot, NewRound
from tests.invented import SPENDING, decided_round, empty_round, few
from tests.test_publish import _ledger

Tables = dict[str, pd.DataFrame]


def _whole(tables: Tables) -> tuple[Content, Tables]:
    """Add ledger and vectors, and gather what is public."""
    ids = tables["ideas"]["idea_id"]
    vectors = rows(Vectors, *({"idea_id": i, "vector": [n, n % 3, 1]} for n, i in enumerate(ids)))
    whole = {"ledger": _ledger(tables), **tables, "vectors": vectors}
    return content_of(whole), whole


def _made(form: str, tables: Tables) -> dict[str, Any]:
    return dict(FORMATS[form](*_whole(tables), "What people said"))


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_private_is_exported_and_twice_is_once(form: str) -> None:
    """No author, nothing withheld, the same bytes each time; an empty round is no error."""
    made = _made(form, decided_round())
    assert made == _made(form, decided_round())
    assert _made(form, empty_round()).keys() == made.keys()
    for content in made.values():
        texts = [content if isinstance(content, str) else ""]
        if isinstance(content, bytes):
            archive = ZipFile(BytesIO(content))
            texts = [archive.read(name).decode() for name in archive.namelist()]
        assert not [s for s in ("Zebedee", "Quill", "SECRET") for text in texts if s in text]


@given(
    st.lists(st.text(st.sampled_from("ab \r\n\U0001f600é\x07")), min_size=3, max_size=3),
    st.integers(0, 20),
    st.integers(1, 20),
)
def test_a_coded_selection_holds_the_words_of_its_idea(
    fields: list[str], start: int, length: int
) -> None:
    """Whatever line ends and characters a text has, positions lead to the very words."""
    title, text, why = (field + "x" for field in fields)
    start = min(start, len(text) - 1)
    words = text[start : start + length]
    told_by = {"id": "c1", "title": title, "text": text, "why": why}
    fields_left = dict.fromkeys(Contribution.__dataclass_fields__)
    each = Contribution(**cast("dict[str, Any]", {**fields_left, **told_by}))
    idea = Idea("i1", "c1", "text", start, start + len(words), words, "", None, None)
    a, b = refi_qda.place(each, idea)
    one_end = words.replace("\r\n", "\n").replace("\r", "\n").replace("\x07", "␇")
    split = words.startswith("\n") and text[:start].endswith("\r")
    assert refi_qda.laid_out(each)[a:b] == (one_end[1:] if split else one_end)


def test_a_project_holds_a_text_for_each_contribution() -> None:
    """Each source is a file of its own in the archive, and each idea in a theme is coded once."""
    archive = ZipFile(BytesIO(_made("qdpx", decided_round())["project.qdpx"]))
    root = Tree.fromstring(archive.read("project.qde"))
    space = "{urn:QDA-XML:project:1.0}"
    paths = [source.get("plainTextPath", "") for source in root.iter(f"{space}TextSource")]
    names = {path.replace("internal://", "sources/") for path in paths}
    assert names == set(archive.namelist()) - {"project.qde"}
    assert len(names) == 15
    assert len(list(root.iter(f"{space}CodeRef"))) == 9


IN_ORDER = {
    "Project": ("Users", "CodeBook", "Sources"),
    "CodeBook": ("Codes",),
    "Code": ("Description", "Code"),
    "TextSource": ("PlainTextSelection",),
    "PlainTextSelection": ("Coding",),
    "Coding": ("CodeRef",),
}


@pytest.mark.parametrize("make", [decided_round, empty_round, lambda: few("One idea")])
def test_a_project_is_built_as_the_standard_asks(make: Callable[[], Tables]) -> None:
    """Elements in their order, no empty list, every id once and every reference to one."""
    made = _made("qdpx", make())["project.qdpx"]
    root = Tree.fromstring(ZipFile(BytesIO(made)).read("project.qde"))
    for element in root.iter():
        inside = [child.tag.partition("}")[2] for child in element]
        order = IN_ORDER.get(element.tag.partition("}")[2], ())
        assert not order or inside == sorted(inside, key=order.index)
        assert inside or element.tag.partition("}")[2] not in {"Users", "Codes", "Sources"}
    ids = [element.get("guid") for element in root.iter() if element.get("guid")]
    named = [element.get("targetGUID") for element in root.iter() if element.get("targetGUID")]
    assert len(set(ids)) == len(ids)
    assert {*named, root.get("creatingUserGUID")} <= set(ids)
    assert all(re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", str(i)) for i in ids)


@pytest.mark.slow
def test_another_program_reads_codebook_and_project(tmp_path: Path) -> None:
    """Classes that were generated from the standard's schema take in all that we write."""
    from pyrefiqda import RefiCodebook, RefiProject  # noqa: PLC0415  only here

    made = _made("qdpx", decided_round())["project.qdpx"]
    (tmp_path / "project.qdpx").write_bytes(made)
    project = RefiProject.load(tmp_path / "project.qdpx", tmp_path / "apart")
    assert len(project.sources.text_source) == 15
    assert [code.name for code in project.code_book.codes.code] == [
        "Money & budgets",
        "Taking part",
    ]
    (tmp_path / "codebook.qdc").write_text(_made("qdc", decided_round())["codebook.qdc"])
    assert len(RefiCodebook.load(tmp_path / "codebook.qdc").codes.code) == 2


def test_an_idea_under_two_themes_is_exported_under_both() -> None:
    """The nearest theme comes first; taking the project back as it is changes nothing."""
    tables = decided_round()
    further = {"idea_id": "i1", "theme_id": "t-part", "rank": 2, "strength": 0.5}
    both = [tables["assignments"], rows(Assignments, further)]
    tables["assignments"] = pd.concat(both, ignore_index=True)
    coded = refi_qda.read_project(_made("qdpx", tables)["project.qdpx"])
    codes = coded.codes["c1", 0, len(SPENDING[0])]
    assert codes == [refi_qda.guid("t-money-a"), refi_qda.guid("t-part")]
    assert not compare_codings(_whole(tables)[0].findings, coded).changes
    mapping = _made("themefinder", tables)["mapping.jsonl"].splitlines()
    assert json.loads(mapping[0])["labels"] == ["t-money", "t-part"]


def test_codes_are_the_themes() -> None:
    """The codebook holds each theme with its sub-themes and description; ids are stable."""
    root = Tree.fromstring(_made("qdc", decided_round())["codebook.qdc"])
    space = "{urn:QDA-XML:codebook:1.0}"
    tops = root.findall(f"{space}Codes/{space}Code")
    assert [code.get("name") for code in tops] == ["Money & budgets", "Taking part"]
    inner = [code.get("name") for code in tops[0].findall(f"{space}Code")]
    assert inner == ["Open spending data", "Plain budgets"]
    assert tops[0].get("guid") == refi_qda.guid("t-money")


def test_what_is_coded_elsewhere_comes_back_as_corrections() -> None:
    """Renamed, moved, newly coded and uncoded: each is one row; what fits nothing is told."""
    content, tables = _whole(decided_round())
    made = refi_qda.project(content, tables, "x")["project.qdpx"]
    assert isinstance(made, bytes)
    coded = refi_qda.read_project(made)
    untouched = compare_codings(content.findings, coded)
    assert not (*untouched.changes, *untouched.beside)
    money, part, fresh = refi_qda.guid("t-money-a"), refi_qda.guid("t-part"), "NEW"
    codes = {**coded.codes, ("c1", 0, len(SPENDING[0])): [part], ("c9", 1, 2): [money]}
    codes[("c2", 0, len(SPENDING[1]))] = [fresh]
    del codes[("c3", 0, len(SPENDING[2]))]
    names = {**coded.names, part: "Being heard", fresh: "Contracts"}
    found = compare_codings(content.findings, refi_qda.Coded(names, codes))
    assert found.changes == (
        Change("rename", "t-part", "Being heard"),
        Change("move", "i1", "t-part"),
        Change("remove from", "i3", "t-money"),
        Change("new theme", "i2", "Contracts"),
    )
    assert found.beside == ("characters 1 to 2 of c9 are no idea here",)


def test_a_project_that_is_none_is_refused() -> None:
    """A damaged file ends in a sentence, not in a fault."""
    with pytest.raises(Unreadable):
        refi_qda.read_project(b"PK not a zip")


def test_themefinder_and_polis_files_are_read_again() -> None:
    """What we write for other tools, we read: the same words, and the ids we gave."""
    tables = decided_round()
    columns, none = make.columns(), rows(Withdrawals)
    dials: dict[str, Any] = {"max_mb": 1, "day_first": True, "language_min_chars": 40}
    public = tables["public_texts"]
    for form, file in (("themefinder", "responses.jsonl"), ("polis", "comments.csv")):
        given = make.folder({file: _made(form, tables)[file]})
        read, *_ = ingest(given, columns, none, **dials)
        assert sorted(read["text"]) == sorted(public["text"])
        assert set(read["original_id"]) == set(public["contribution_id"])
    topics = json.loads(_made("themefinder", tables)["themes.json"])
    lines = _made("themefinder", tables)["mapping.jsonl"].splitlines()
    used = {label for line in lines for label in json.loads(line)["labels"]}
    assert used == {topic["topic_id"] for topic in topics}


def test_polis_has_votes_and_no_author() -> None:
    """Who spoke stays unknown; votes for and against are those of the platform."""
    tables = decided_round()
    tables["contributions"] = tables["contributions"].assign(votes_for=7.0, votes_against=2.0)
    table = list(csv.DictReader(StringIO(_made("polis", tables)["comments.csv"])))
    assert tuple(table[0]) == civic.POLIS
    assert {(row["author-id"], row["agrees"], row["disagrees"]) for row in table} == {
        ("", "7", "2")
    }


def test_kouchou_ai_clusters_add_up() -> None:
    """Every argument lies in clusters that are there, each as large as its arguments."""
    result = json.loads(_made("kouchou-ai", decided_round())["hierarchical_result.json"])
    sizes = {cluster["id"]: 0 for cluster in result["clusters"]}
    for argument in result["arguments"]:
        for name in argument["cluster_ids"]:
            sizes[name] += 1
    assert sizes == {cluster["id"]: cluster["value"] for cluster in result["clusters"]}
    parents = {cluster["parent"] for cluster in result["clusters"]} - {""}
    assert parents <= set(sizes)


def test_an_unknown_format_is_one_sentence(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """The formats are named."""
    said = folkmoot("export", "nvivo", new_round({"ideas.csv": "idea\nMore trees\n"}))
    assert said.code == 1
    assert said.err == (
        'folkmoot: export: there is no format "nvivo"; it can be '
        "qdpx, qdc, themefinder, polis, kouchou-ai\n"
    )


@pytest.mark.slow
def test_exports_wait_for_the_sign_off(
    folkmoot: Folkmoot, sample_round: Path, tmp_path: Path
) -> None:
    """Without a sign-off an export is refused, or private; then it lies where nothing is public."""
    refused = folkmoot("export", "qdpx", sample_round)
    assert refused.code == 1
    assert "not signed off" in refused.err
    private = folkmoot("export", "qdpx", sample_round, "--private")
    assert private.out.strip().endswith("data/processed/exchange/qdpx/project.qdpx")
