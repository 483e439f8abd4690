"""Redact takes personal data out of public texts, keeps public names, and says what it did."""

import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.typing import DataFrame

from pipeline import redact as room
from pipeline.redact.labels import public_label, public_labels
from pipeline.redact.model import _heard, _model, _people, _said, _worth_reading
from pipeline.redact.reading import read
from pipeline.tables import Contributions, NameCache, OwnWords, RedactionDecisions, SignOff
from tests.build import rows

DATA = Path(__file__).parent / "data"
DIALS: dict[str, Any] = {
    "names": "list and model",
    "office_holders": "keep",
    "min_confidence": 0.0,
}
LIST = DIALS | {"names": "list"}
MARKED = re.compile(r"\{([a-z ]+)\|([^}]+)\}")


class Labelled(NamedTuple):
    """A sentence without its marks, and where its personal data are: start, end, kind."""

    text: str
    spans: list[tuple[int, int, str]]

    @property
    def unseen(self) -> bool:
        """Half of the sentences, by their hash, were not looked at while rules were changed."""
        return sha256(self.text.encode()).digest()[0] % 2 == 1


class Score(NamedTuple):
    """Share of the personal data taken out whole, share of what was taken out that had to be."""

    recall: float
    precision: float
    faults: list[str]


def contributions(*texts: str, **columns: str | None) -> DataFrame[Contributions]:
    """One contribution for each text."""
    given_rows: list[dict[str, Any]] = [
        {"contribution_id": f"c{n}", "text": text, **columns} for n, text in enumerate(texts)
    ]
    return rows(Contributions, *given_rows)


def redact(given: DataFrame[Contributions], **dials: Any) -> tuple[pd.DataFrame, pd.DataFrame]:  # noqa: ANN401
    """Redact without decisions or cache; give the public texts and the sheet in reading order."""
    texts, sheet, *_ = room.redact(
        given, rows(RedactionDecisions), rows(OwnWords), rows(NameCache), rows(SignOff), **dials
    )
    return texts, sheet.sort_values(["contribution_id", "field", "start"], ignore_index=True)


def public(*texts: str, dials: dict[str, Any] = LIST, **columns: str | None) -> list[str]:
    """Give what the public reads of each text."""
    return list(redact(contributions(*texts, **columns), **dials)[0]["text"])


def labelled() -> Iterator[Labelled]:
    """Read the labelled sentences."""
    for line in yaml.safe_load((DATA / "personal_data.yaml").read_text())["sentences"].splitlines():
        spans: list[tuple[int, int, str]] = []
        plain, at = "", 0
        for match in MARKED.finditer(line):
            plain += line[at : match.start()]
            spans.append((len(plain), len(plain) + len(match[2]), match[1]))
            plain, at = plain + match[2], match.end()
        yield Labelled(plain + line[at:], spans)


def score(sentences: Iterable[Labelled], dials: dict[str, Any] = DIALS) -> Score:
    """Hold what redact finds against the labels, letter by letter."""
    given_sentences = list(sentences)
    _, sheet = redact(contributions(*(one.text for one in given_sentences)), **dials)
    wanted = found = hit = right = 0
    faults = []
    for n, one in enumerate(given_sentences):
        mine = sheet[sheet["contribution_id"] == f"c{n}"]
        spans = list(zip(mine["start"], mine["end"], strict=True))
        missed = [
            span for span in one.spans if letters(one.text, [span[:2]]) - letters(one.text, spans)
        ]
        needless = [
            span for span in spans if letters(one.text, [span]) - letters(one.text, one.spans)
        ]
        wanted, found = wanted + len(one.spans), found + len(spans)
        hit, right = hit + len(one.spans) - len(missed), right + len(spans) - len(needless)
        faults += [f"missed {one.text[a:b]!r} in: {one.text}" for a, b, _ in missed]
        faults += [f"needless {one.text[a:b]!r} in: {one.text}" for a, b in needless]
    return Score(hit / wanted, right / found, faults)


def letters(text: str, spans: Iterable[tuple[Any, ...]]) -> set[int]:
    """Positions of letters and digits inside spans."""
    return {at for start, end, *_ in spans for at in range(start, end) if text[at].isalnum()}


def survivors() -> list[tuple[str, str]]:
    """Public names, each with its sentence."""
    carriers = yaml.safe_load((DATA / "public_names.yaml").read_text())
    return [
        (name.strip(), carrier.format(name.strip()))
        for carrier, names in carriers.items()
        for name in names.split(",")
    ]


def sheet_of(text: str, dials: dict[str, Any] = LIST) -> list[tuple[str, str]]:
    """Kinds and words on the sheet for one text."""
    _, sheet = redact(contributions(text), **dials)
    spans = zip(sheet["kind"], sheet["start"], sheet["end"], strict=True)
    return [(kind, text[start:end]) for kind, start, end in spans]


def test_marks_stand_where_personal_data_stood() -> None:
    """The rest of what a person wrote is untouched, letter by letter."""
    text = "My name is Morag Tulloch, 14 Ferry Road, EH6 5JB; ring 07700 900461 or mt@example.org!"
    expected = "My name is [name], [address], [postcode]; ring [phone] or [email]!"
    assert public(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "0131 496 0000",
        "(0131) 496-0000",
        "+44 131 496 0000",
        "+44 (0)131 496 0000",
        "0044 131 4960000",
        "07700900461",
        "07700 900 461 ext 12",
        "+353 21 555 0143",
    ],
)
def test_telephone_numbers_in_all_spellings(text: str) -> None:
    """However a number is spaced, it does not get out."""
    assert public(f"Ring {text} today") == ["Ring [phone] today"]


@pytest.mark.parametrize(
    "text",
    [
        "On 05/06/2018 12:30 we met.",
        "From 0.5 to 1.25 million in 2016 2018 2020.",
        "Ask at the desk @work, room 14, S1 2nd year pupils.",
        "Dial 101 or 111. Petition PE1463, reference 201800001234.",
        "Will Kilbrae get a bus? May I ask? Mark my words.",
        "Lewis and Harris, Ross-shire, Inbhir Nis and Dùn Èideann.",
    ],
)
def test_look_alikes_stay(text: str) -> None:
    """Dates, sums, places and everyday words are no personal data."""
    assert public(text) == [text]


def test_people_in_office_are_a_choice() -> None:
    """Who speaks in a public role stays, unless the round wishes otherwise."""
    text = "Nicola Sturgeon, then First Minister, came; Sturgeon wrote twice. Cllr Reid did not."
    assert public(text) == [text]
    removed = public(text, dials=LIST | {"office_holders": "remove"})
    assert removed == [
        "[name 1], then First Minister, came; [name 1] wrote twice. Cllr [name 2] did not."
    ]


def test_a_name_said_once_is_known_afterwards() -> None:
    """After the full name, the surname alone is taken out too, in every field."""
    texts, _ = redact(contributions("Imrie never wrote back.", title="Ask Morag Imrie"), **LIST)
    assert [*texts["title"], *texts["text"]] == ["Ask [name]", "[name] never wrote back."]


def test_half_a_name_in_capitals_is_a_name() -> None:
    """As forms and minutes write them; an abbreviation or a project in capitals is none."""
    texts = ("MORAG Xanthippe asks", "Morag XANTHIPPE asks", "MORAG Project", "Morag RSPB")
    assert public(*texts) == ["[name] asks", "[name] asks", "MORAG Project", "[name] RSPB"]


def test_the_author_is_taken_out_of_their_own_words() -> None:
    """The name a contribution came under is found in it, also when no list knows it."""
    author = "Xanthippe Quorn"
    assert public("I, xanthippe quorn, ask. Quorn", author=author) == ["I, [name], ask. [name]"]
    assert public("As Oona Nobody, I ask.", author="Oona Nobody") == ["As [name], I ask."]
    assert public("The Admin said so", author="Admin") == ["The Admin said so"]


def test_every_span_says_where_it_comes_from() -> None:
    """A person who checks the sheet sees kind, source and confidence of each proposal."""
    _, sheet = redact(contributions("Write to mt@example.org, says Morag"), **LIST)
    columns = ["field", "start", "end", "kind", "source", "state"]
    assert sheet[columns].values.tolist() == [
        ["text", 9, 23, "email", "pattern", "proposed"],
        ["text", 30, 35, "name", "name list", "proposed"],
    ]
    assert sheet["confidence"].between(0, 1).all()


def test_confidence_is_a_threshold_that_includes_its_value() -> None:
    """At 0.7 a given name alone (0.7) is taken out; just above, it is not."""
    text = "Morag asked why."
    assert public(text, dials=LIST | {"min_confidence": 0.7}) == ["[name] asked why."]
    assert public(text, dials=LIST | {"min_confidence": 0.71}) == [text]


def test_without_names_forms_are_still_taken_out() -> None:
    """The dial for names leaves e-mail addresses and the like to the patterns."""
    dials = LIST | {"names": "none"}
    assert public("Morag Tulloch, mt@example.org", dials=dials) == ["Morag Tulloch, [email]"]


def test_overlapping_spans_become_one() -> None:
    """A web address that holds an account name is taken out whole, once."""
    text = "see https://www.facebook.com/morag.tulloch now"
    assert sheet_of(text) == [("web address", "https://www.facebook.com/morag.tulloch")]


def decided(
    text: str, *answers: dict[str, Any], **columns: str
) -> tuple[str, list[str], list[str]]:
    """Replay answers on one text; give the public text, the states on the sheet, and conflicts."""
    sheet = rows(RedactionDecisions, *({"contribution_id": "c0", **one} for one in answers))
    given_rows = contributions(text, **columns)
    texts, shown, _, conflicts, _ = room.redact(
        given_rows, sheet, rows(OwnWords), rows(NameCache), rows(SignOff), **LIST
    )
    return texts["text"][0], list(shown["state"]), list(conflicts["why"])


def test_people_have_the_last_word() -> None:
    """What they reject stays in the text, what they add is taken out wherever it stands."""
    text = "Morag met Big Zed and Iona MacRae. BIG ZED agreed."
    machine = decided(text)
    assert machine[0] == "[name 1] met Big Zed and [name 2]. BIG ZED agreed."
    wrong = {"field": "text", "start": "0", "end": "5", "words": "Morag", "answer": "reject"}
    missed = {"words": "Big Zed", "kind": "name", "answer": "add"}
    told = "Morag met [name 1] and [name 2]. [name 1] agreed."
    states = ["proposed", "rejected", "added", "added"]
    assert decided(text, wrong, missed) == (told, states, [])


def test_a_decision_is_taken_back_by_another_row() -> None:
    """The later row counts; the earlier one stays in the sheet."""
    text = "Morag met Zed."
    wrong, right = ({"words": "Morag", "answer": answer} for answer in ("reject", "accept"))
    added, undone = ({"words": "Zed", "answer": answer} for answer in ("add", "reject"))
    assert decided(text, wrong)[0] == text
    assert decided(text, wrong, right)[:2] == ("[name] met Zed.", ["accepted"])
    assert decided(text, added, undone)[0] == "[name] met Zed."


def test_words_count_more_than_the_place() -> None:
    """Where a text has changed since, the same words are found again; others are left alone."""
    there = {"field": "text", "start": "0", "end": "5", "words": "Morag", "answer": "reject"}
    assert decided("Yes! Morag said so.", there)[0] == "Yes! Morag said so."
    assert decided("Iona said so.", there) == (
        "[name] said so.",
        ["proposed"],
        ["nothing in its text fits it any more"],
    )


def test_what_was_accepted_stays_out() -> None:
    """Also where nothing proposes it any more, and wider than what is proposed."""
    assert decided("Zed said so.", {"words": "Zed", "answer": "accept", "kind": "name"}) == (
        "[name] said so.",
        ["accepted"],
        [],
    )
    wider = {"words": "Morag of the Mill", "kind": "name", "answer": "accept"}
    assert decided("Ask Morag of the Mill.", wider)[0] == "Ask [name]."


def test_an_answer_can_be_about_all_contributions() -> None:
    """Without a contribution_id the words are meant wherever they stand in the round."""
    sheet = rows(RedactionDecisions, {"words": "Zed", "answer": "add", "kind": "name"})
    given_rows = contributions("Ask Zed.", "Zed knows.", "Nobody knows.")
    texts, _, _, conflicts, _ = room.redact(
        given_rows, sheet, rows(OwnWords), rows(NameCache), rows(SignOff), **LIST
    )
    assert list(texts["text"]) == ["Ask [name].", "[name] knows.", "Nobody knows."]
    assert conflicts.empty


def test_an_answer_that_does_not_fit_is_reported() -> None:
    """Row as in a spreadsheet, what, why and what to do; never the words, and never an error."""
    given_answers = [
        {"contribution_id": "c0", "words": "Morag", "answer": "reject"},
        {"contribution_id": "c9", "words": "Morag", "answer": "reject"},
        {"contribution_id": "c0", "words": "Morag", "answer": "perhaps"},
        {"contribution_id": "c0", "start": "3", "end": "x", "answer": "reject"},
        {"contribution_id": "c0", "words": "Morag", "field": "author", "answer": "reject"},
    ]
    sheet = rows(RedactionDecisions, *given_answers)
    conflicts = room.redact(
        contributions("Morag asks."), sheet, rows(OwnWords), rows(NameCache), rows(SignOff), **LIST
    )[3]
    assert list(conflicts["row"]) == [3, 4, 5, 6]
    assert list(conflicts["why"]) == [
        "there is no such contribution in this round",
        "the answer is not understood",
        "it does not say which words are meant",
        "there is no such field",
    ]
    assert list(conflicts["what"][:2]) == [
        "reject for contribution c9",
        "an answer for contribution c0",
    ]
    assert not conflicts["advice"].str.contains("Morag").any()


@settings(max_examples=5)
@given(st.lists(st.sampled_from(["Morag", "Zed Quorn", "+44 131 496 0000", "at", "Iona"])))
def test_the_sheet_can_be_copied_into_answers(words: list[str]) -> None:
    """Rows of the sheet with an answer each are all understood, and do what they say."""
    given_rows = contributions(" met ".join(words))
    _, sheet = redact(given_rows, **LIST)
    for answer, left in (
        ("reject", " met ".join(words)),
        ("accept", public(*given_rows["text"])[0]),
    ):
        copied = sheet.astype({"start": "str", "end": "str"}).assign(answer=answer)
        filled = rows(RedactionDecisions, *(dict(row[1]) for row in copied.iterrows()))
        texts, again, _, conflicts, _ = room.redact(
            given_rows, filled, rows(OwnWords), rows(NameCache), rows(SignOff), **LIST
        )
        assert conflicts.empty
        assert texts["text"][0] == left
        assert set(again["state"]) <= {f"{answer}ed"}


def test_the_sheet_shows_what_a_person_needs() -> None:
    """The words, what stands around them, where to find them; the least certain first."""
    sheet = room.redact(
        contributions(
            "Morag Imrie, or Morag,\nor +44 131 496 0000", file="a.docx", location="line 3"
        ),
        rows(RedactionDecisions),
        rows(OwnWords),
        rows(NameCache),
        rows(SignOff),
        **LIST,
    )[1]
    assert sheet["confidence"].is_monotonic_increasing
    assert list(sheet["words"]) == ["Morag", "Morag Imrie", "'+44 131 496 0000"]
    assert sheet["context"][0] == "“Morag Imrie, or ⟦Morag⟧, or +44 131 496 0000”"
    assert set(sheet["found_in"]) == {"a.docx, line 3"}
    assert set(sheet["link"]) == {"preview/contributions/c0.html"}


def test_each_person_has_a_mark_of_their_own() -> None:
    """Who is named twice in a contribution has one mark; where one person is named, no number."""
    text = "Morag Imrie asked Shona. Imrie and J. Imrie left. Ring 07700 900461."
    told = "[name 1] asked [name 2]. [name 1] and [name 1] left. Ring [phone]."
    assert public(text, heading="Shona's table") == [told]
    assert public(text, title="Morag's idea, and Shona's") == [told]
    assert public("Ask Morag Imrie. Imrie knows.") == ["Ask [name]. [name] knows."]


def flagged(*texts: str) -> list[tuple[str, str]]:
    """Kind and words of what a person should read."""
    given_rows = contributions(*texts)
    flags = room.redact(
        given_rows, rows(RedactionDecisions), rows(OwnWords), rows(NameCache), rows(SignOff), **LIST
    )[2]
    return list(zip(flags["kind"], flags["words"], strict=True))


def test_stories_about_others_are_flagged() -> None:
    """A child or another person named in a story, somebody's health, abuse: for a look, no more."""
    texts = {
        "My son Callum was left at the gate.": ("child", "My son"),
        "They left the neighbour’s girl, Shona, out.": ("child", "neighbour’s girl"),
        "Hamish, aged 7, walks there alone.": ("child", "aged 7"),
        "Our neighbour Morag Imrie never got a letter.": ("third person", "Our neighbour"),
        "I was diagnosed with cancer and nobody told me.": (
            "health",
            "I was diagnosed with cancer",
        ),
        "She has been off work with her depression.": ("health", "her depression"),
        "The planners are f**king useless.": ("abuse", "f**king"),
        "They should all be shot.": ("abuse", "should all be shot"),
    }
    assert [flagged(text) for text in texts] == [[flag] for flag in texts.values()]


@pytest.mark.parametrize(
    "text",
    [
        "Gay and lesbian groups, trans people and black and Muslim women were left out.",
        "The dyke at Cramond is failing; ask the wee besom at the desk, you glaikit numpty.",
        "Kill the bill! The cuts are a disgrace, and cut grants hurt.",
        "Dick Gaughan sang in Cockenzie by Fannyside Loch, near Twatt in Orkney and Cuttie Stane.",
        "Mental health services and cancer care need money; people with a disability wait.",
        "Children aged 5 to 7 should vote. My son never votes. Our neighbours agree.",
        "A chink of light, fire retardant paint, a faggot of sticks, sex education for all.",
        "Ban scum on the canal, and vermin in the flats. The dog should be put on a lead.",
    ],
)
def test_what_is_no_abuse_is_not_flagged(text: str) -> None:
    """Equality language, Scots words, places, and talk of services and policies stay unmarked."""
    assert flagged(text) == []


def test_flags_change_nothing() -> None:
    """What is flagged is published as it stands, unless people decide otherwise."""
    assert public("They should all be shot.") == ["They should all be shot."]


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("ideas from mt@example.org.csv", "ideas from [email]"),
        ("notes/morag_tulloch-june.docx", "notes/[name]-june.docx"),
        ('sheet "Morag Imrie" B7', 'sheet "[name]" B7'),
        ("Margaret Street Hall, 2018-06-05", "Margaret Street Hall, 2018-06-05"),
        ("row 12", "row 12"),
    ],
)
def test_names_of_files_sheets_and_events_are_public(label: str, told: str) -> None:
    """They lose personal data; places, dates and rows stay."""
    assert public_label(label) == told


def test_labels_that_become_the_same_are_told_apart() -> None:
    """Two files stay two files, and none takes the name of another."""
    shown = public_labels(["a@example.org", "b@example.org", "[email]"])
    assert sorted(shown.values()) == ["[email]", "[email] (2)", "[email] (3)"]


def test_what_may_not_be_shown_has_no_public_text() -> None:
    """Set-aside and withdrawn contributions do not go on; those analysed but not published do."""
    statuses = ["included", "not published", "set aside", "withdrawn"]
    given_rows = [{"contribution_id": status, "status": status} for status in statuses]
    texts, _ = redact(rows(Contributions, *given_rows), **LIST)
    assert list(texts["contribution_id"]) == ["included", "not published"]


def test_no_contributions_no_texts() -> None:
    """An empty round gives empty tables of the right shape."""
    texts, sheet = redact(rows(Contributions), **DIALS)
    assert texts.empty
    assert sheet.empty


def test_parts_give_what_the_whole_gives() -> None:
    """Contributions are treated one by one, so a big round can be cut into pieces."""
    table = contributions(*(one.text for one in labelled()))
    whole = redact(table, **LIST)
    parts = [redact(DataFrame[Contributions](table[n::3]), **LIST) for n in range(3)]
    for n, keys in ((0, ["contribution_id"]), (1, ["contribution_id", "start"])):
        joined = pd.concat([part[n] for part in parts]).sort_values(keys).reset_index(drop=True)
        expected = whole[n].sort_values(keys).reset_index(drop=True)
        pd.testing.assert_frame_equal(joined, expected)


TYPED = st.text(st.sampled_from("Morag Tulloch @.07+-EH65JB\n[]É"), max_size=60)


@settings(deadline=None, max_examples=20)
@given(st.lists(TYPED | st.text(max_size=40), min_size=1, max_size=20))
def test_the_sheet_and_the_public_text_agree(texts: list[str]) -> None:
    """What stays between the spans of the sheet is the public text between the marks."""
    shown, sheet = redact(contributions(*texts), **LIST)
    for n, text in enumerate(texts):
        at, rebuilt = 0, ""
        for row in sheet[sheet["contribution_id"] == f"c{n}"].to_dict("records"):
            rebuilt += text[at : row["start"]] + f"[{row['kind']}]"
            at = row["end"]
        assert re.sub(r"\[name \d+\]", "[name]", shown["text"][n]) == rebuilt + text[at:]


@settings(deadline=None, max_examples=40)
@given(st.text(st.sampled_from("A a.@-0'/:"), min_size=1, max_size=6))
def test_long_texts_of_any_pattern_come_to_an_end(piece: str) -> None:
    """No repeated pattern makes the search run on and on."""
    start = time.perf_counter()
    assert len(public(piece * 500)) == 1
    assert time.perf_counter() - start < 5


def test_personal_data_is_found_by_lists_alone() -> None:
    """Without the model most is found on sentences never looked at, and little is needless."""
    got = score((one for one in labelled() if one.unseen), LIST)
    assert got.recall >= 0.9, got.faults
    assert got.precision >= 0.9, got.faults


@pytest.mark.slow
@pytest.mark.parametrize("unseen", [False, True])
def test_personal_data_is_found(unseen: bool) -> None:
    """At least 97 % of it is taken out, and at least 90 % of what is taken out had to be."""
    got = score(one for one in labelled() if one.unseen == unseen)
    assert got.recall >= 0.97, got.faults
    assert got.precision >= 0.9, got.faults


@pytest.mark.slow
def test_public_names_survive() -> None:
    """At least 97 % of places, bodies, acts and people of history come through."""
    names, sentences = zip(*survivors(), strict=True)
    shown = public(*sentences, dials=DIALS)
    lost = [name for name, text in zip(names, shown, strict=True) if name not in text]
    assert len(lost) <= 0.03 * len(names), lost


@pytest.mark.slow
def test_what_the_model_is_not_given_to_read_loses_nothing() -> None:
    """Lines without a telling capital word, and Gaelic lines, hold no name that the lists miss."""
    skipped = [one for one in labelled() if not list(_worth_reading(read(one.text)))]
    _, sheet = redact(contributions(*(one.text for one in skipped)), **LIST)
    assert skipped
    for n, one in enumerate(skipped):
        mine = sheet[sheet["contribution_id"] == f"c{n}"]
        listed = letters(one.text, zip(mine["start"], mine["end"], strict=True))
        modelled = letters(one.text, _people(read(one.text), 0, _heard(_said(_model()(one.text)))))
        assert not (modelled & letters(one.text, one.spans)) - listed, one.text


def test_personal_data_in_organisers_own_words_are_shown_and_left_as_written() -> None:
    """They stand first in the sheet, with file and row; the words are theirs to change."""
    own = {"decision_file": "outcomes.csv", "row": 3, "column": "why"}
    written = rows(
        OwnWords,
        own | {"words": "Morag Tulloch asked for this; write to mt@example.org"},
        own | {"row": 4, "words": "The council of Glasgow decides on lamps"},
    )
    given_rows = contributions("Ring 0131 496 0000")
    sheet = room.redact(
        given_rows, rows(RedactionDecisions), written, rows(NameCache), rows(SignOff), **LIST
    )[1]
    told = sheet[["contribution_id", "field", "words", "state", "found_in"]]
    place = "in your own words, outcomes.csv, row 3"
    assert told.values.tolist() == [
        ["outcomes.csv, row 3", "own words", "Morag Tulloch", "as written", place],
        ["outcomes.csv, row 3", "own words", "mt@example.org", "as written", place],
        ["c0", "text", "0131 496 0000", "proposed", "x, x"],
    ]


@pytest.mark.slow
def test_what_the_model_said_once_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run loads no model, and gives the same bytes."""
    given_rows = contributions(*(one.text for one in list(labelled())[::5]))
    none = rows(RedactionDecisions)
    first = room.redact(given_rows, none, rows(OwnWords), rows(NameCache), rows(SignOff), **DIALS)
    cache = first[-1]
    assert len(cache)
    monkeypatch.setattr("pipeline.redact.model._model", lambda: pytest.fail("the model is loaded"))
    again = room.redact(given_rows, none, rows(OwnWords), cache, rows(SignOff), **DIALS)
    assert [table.to_csv() for table in first] == [table.to_csv() for table in again]


@pytest.mark.slow
def test_heavy_libraries_stay_outside() -> None:
    """Names cost no second more than they must: no spaCy for what is known, and never torch."""
    done = (
        "import sys; from pipeline.redact.model import _dictionary, _model;"
        "_dictionary(); print('spacy' in sys.modules); _model(); print('torch' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", done], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]
