"""Invented rounds as tables, for tests of what people read."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from pipeline.publish import publish
from pipeline.report import report
from pipeline.stages import stage_named
from pipeline.tables import (
    Alignments,
    AskedBefore,
    Assignments,
    Candidates,
    CoCreationDecisions,
    Commitments,
    Conflicts,
    Contributions,
    EarlierContributions,
    EarlierRounds,
    Encoder,
    Events,
    Firmness,
    Frameworks,
    Groups,
    Ideas,
    Labels,
    LeadOrganisations,
    Milestones,
    Outcomes,
    Papers,
    PublicTexts,
    Published,
    Questions,
    Redactions,
    SetAside,
    Settings,
    SignOff,
    Table,
    Themes,
    ThemesAcross,
    Vectors,
)
from tests.build import rows

REPORT_ORDER = stage_named("report").reads
PUBLISH_ORDER = stage_named("publish").reads
REPORT_DIALS: dict[str, Any] = {
    "title": "What we heard",
    "quotes_per_theme": 4,
    "longest_list": 200,
    "index_address": "index/",
}
PUBLISH_DIALS: dict[str, Any] = {
    "title": "What people told us",
    "licence": "CC BY 4.0",
    "contact": "open@example.org",
    "base_url": "",
    "longest_list": 500,
}
SPENDING = (
    "Publish council spending as open data every month",
    "Put all contracts above five hundred pounds online",
    "Show where the money for our high street goes",
    "Explain the budget in plain words",
    "Budget papers should be readable by everyone, not only by accountants",
)
TAKING_PART = (
    "Hold meetings in the evening so that working people can come",
    "Pay the bus fare of people who come to consultations",
    "Tell us what became of our answers",
    "Ask young people in schools, not only those who write letters",
)
ALONE = ("More benches at the harbour", "The clock on the town hall is wrong")
CAMPAIGN = "Keep our library open on Saturdays!"
TEMPLATES = (
    *("<script>{}</script>", "<img src=x onerror={}>", "<!-- {} -->", "</a><a href='{}'>"),
    *("' onclick={}", "{{{{ {} }}}}", "{{% {} %}}", "../../{}", "..\\{}", "/etc/{}", "C:\\{}"),
    *("{}\x00", "{}\u202e", "{}\u200b", "{}\ufeff", "={}", "+{}", "-{}", "@{}", "\t{}"),
    *("javascript:{}", "data:text/html,{}", "https://example.org/{}", "?{}#%20&", "%2e%2e/{}"),
    *("{}.html", "{}.", "CON.{}", "a|{}", "'; DROP TABLE contributions; -- {}", '"{}" OR 1=1'),
    *("{}*", "NEAR({})", "{}\u2028", "\u0430{}", "\uff1cb\uff1e{}", "{}\n\n# x", "[{}](x)"),
    *("]]>{}", "\U0001f600{}"),
)
NASTY = [t.format(w) for t in TEMPLATES for w in ("x", "alert(1)", "cmd|' /C calc'!A0", "", "É Ü")]
MODELS: dict[str, type[Table]] = {
    "contributions": Contributions,
    "events": Events,
    "set_aside": SetAside,
    "public_texts": PublicTexts,
    "redactions": Redactions,
    "ideas": Ideas,
    "encoder": Encoder,
    "context_vectors": Vectors,
    "groups": Groups,
    "assignments": Assignments,
    "firmness": Firmness,
    "themes": Themes,
    "alignments": Alignments,
    "asked_before": AskedBefore,
    "themes_across": ThemesAcross,
    "earlier_rounds": EarlierRounds,
    "earlier_contributions": EarlierContributions,
    "candidates": Candidates,
    "outcomes": Outcomes,
    "commitments": Commitments,
    "milestones": Milestones,
    "published": Published,
    "papers": Papers,
    "co_creation_decisions": CoCreationDecisions,
    "frameworks": Frameworks,
    "lead_organisations": LeadOrganisations,
    "questions": Questions,
    "labels": Labels,
    "settings": Settings,
    "withdrawal_conflicts": Conflicts,
    "redaction_conflicts": Conflicts,
    "theme_conflicts": Conflicts,
    "asked_before_conflicts": Conflicts,
    "alignment_conflicts": Conflicts,
    "outcome_conflicts": Conflicts,
    "sign_off": SignOff,
}


def reported(tables: Mapping[str, pd.DataFrame], **dials: object) -> dict[str, Any]:
    """Run the report on tables; give what it writes by its names."""
    given: list[Any] = [tables[name] for name in REPORT_ORDER]
    made = report(*given, **{**REPORT_DIALS, **dials})
    return dict(zip(stage_named("report").writes, made, strict=True))


def published(tables: Mapping[str, Any], **dials: object) -> dict[str, Any]:
    """Run the room that publishes on tables; give what it writes by its names."""
    report = {"findings_page": '<main id="main">What we heard</main>', "findings_pdf": b"%PDF"}
    whole = {**report, **tables}
    made = publish(*(whole[name] for name in PUBLISH_ORDER), **{**PUBLISH_DIALS, **dials})
    return dict(zip(stage_named("publish").writes, made, strict=True))


def files_of(made: Mapping[str, Any]) -> dict[str, Any]:
    """Give the files of the index, or before sign-off of its preview, by their paths."""
    site = made["preview"] if made["index"] is None else made["index"]
    return dict(zip(site["file"], site["content"], strict=True))


def empty_round() -> dict[str, pd.DataFrame]:
    """Give every table, and nothing in any of them."""
    return {name: _empty(name) for name in MODELS}


@cache
def _empty(name: str) -> pd.DataFrame:
    return rows(MODELS[name])


def few(*texts: str) -> dict[str, pd.DataFrame]:
    """Make a round of a few ideas without any theme."""
    return told([(text, None, None, "e1") for text in texts])


def hostile_round(text: str) -> dict[str, pd.DataFrame]:
    """Put one text wherever the invented round has a text, and make ids of it too."""
    tables = {**invented_round(), **_earlier()}
    for name, columns in {
        "asked_before": ["words", "round", "outcome", "outcome_reason", "date"],
        "earlier_contributions": ["title", "text", "why", "round", "event", "place", "themes"],
        "earlier_rounds": ["round", "title", "licence"],
        "themes_across": ["round", "earlier_theme"],
        "events": ["name", "place", "kind"],
        "contributions": ["file", "location", "original_id", "reason", "submitted_at"],
        "set_aside": ["file", "location", "reason", "advice"],
        "themes": ["name", "description", "key_words"],
        "candidates": ["statement", "reasons"],
        "frameworks": ["name"],
        "redactions": ["kind"],
        "encoder": ["name"],
        "settings": ["dial", "value"],
    }.items():
        tables[name] = tables[name].assign(**dict.fromkeys(columns, text))
    for name, table in tables.items():
        ids = table.filter(regex="^(contribution|event|theme|subtheme|parent)_id$").columns
        tables[name] = table.assign(**{column: text + table[column] for column in ids})
    subjects = tables["alignments"]["subject_id"]
    subjects = subjects.mask(tables["alignments"]["subject"] != "idea", text + subjects)
    return {**tables, "alignments": tables["alignments"].assign(subject_id=subjects)}


def hostile_crowd() -> dict[str, pd.DataFrame]:
    """Give two hundred contributions from two hundred events, each made of another nasty text."""
    tables = few(*NASTY)
    words = pd.Series(NASTY)
    ids = words.mask(words.duplicated(), words + words.index.astype(str))
    given = dict.fromkeys(("contribution_id", "event_id"), ids)
    other = dict.fromkeys(("file", "location", "original_id", "title", "submitted_at"), words)
    tables["contributions"] = tables["contributions"].assign(**given, **other)
    tables["public_texts"] = tables["public_texts"].assign(contribution_id=ids, title=words)
    tables["ideas"] = tables["ideas"].assign(contribution_id=ids)
    tables["events"] = rows(
        Events,
        *({"event_id": i, "name": w, "place": w} for i, w in zip(ids, words, strict=True)),
    )
    tables["outcomes"] = rows(
        Outcomes,
        *(
            {"contribution_id": i, "outcome": "merged", "reason": w, "commitment_id": i}
            | {"rank": 1, "n_ideas": 1, "date": "2018-07-02"}
            for i, w in zip(ids, words, strict=True)
        ),
    )
    texts = {"title": words, "problem": words, "lead": words, "ogp_values": words}
    promised = [{"commitment_id": i, "date": "2018-07-02"} for i in ids]
    tables["commitments"] = rows(Commitments, *promised).assign(**texts)
    steps = [{"commitment_id": i, "date": "2018-07-02", "status": "delayed"} for i in ids]
    texts = {"milestone": words, "due": words, "evidence": words, "reason": words}
    tables["milestones"] = rows(Milestones, *steps).assign(**texts)
    tables["papers"] = rows(Papers, *({"title": w, "address": w, "who": w} for w in words))
    return tables


def told(said: Iterable[tuple[str, str | None, str | None, str | None]]) -> dict[str, pd.DataFrame]:
    """Make a round from (text, theme, sub-theme, event); each text is a contribution."""
    lines = list(enumerate(said, start=1))
    tables = empty_round()
    tables["events"] = _events()
    tables["contributions"] = rows(
        Contributions,
        *(
            {
                "contribution_id": f"c{n}",
                "file": "online-call.csv" if event is None else f"{event}.docx",
                "location": f"row {n}",
                "event_id": event,
                "platform": "table" if event is None else "workshop notes",
                "text": text,
                "author": "Zebedee Quill",
                "heading": "Table of Zebedee Quill",
            }
            for n, (text, _, _, event) in lines
        ),
    )
    tables["public_texts"] = rows(
        PublicTexts, *({"contribution_id": f"c{n}", "text": t} for n, (t, _, _, _) in lines)
    )
    tables["ideas"] = rows(
        Ideas,
        *(
            {"idea_id": f"i{n}", "contribution_id": f"c{n}", "start": 0, "end": len(t), "text": t}
            for n, (t, _, _, _) in lines
        ),
    )
    drawn = np.random.default_rng(1).normal(size=(len(lines), 8))
    tables["context_vectors"] = Vectors.validate(
        pd.DataFrame({"idea_id": tables["ideas"]["idea_id"], "vector": list(drawn)})
    )
    tables["assignments"] = rows(
        Assignments,
        *(
            {"idea_id": f"i{n}", "theme_id": theme, "subtheme_id": inner, "strength": 0.8}
            for n, (_, theme, inner, _) in lines
        ),
    )
    return tables


@cache
def _events() -> pd.DataFrame:
    return rows(
        Events,
        {"event_id": "e1", "name": "Harbour meeting", "date": "2018-06-04", "place": "Oban"},
        {
            "event_id": "e2",
            "name": "Town hall evening",
            "date": "2018-06-12",
            "place": "Dundee",
            "attendance": 31,
            "kind": "workshop",
        },
    )


def invented_round() -> dict[str, pd.DataFrame]:
    """Make two themes, sub-themes, a campaign, ideas that stand alone, and what is not shown."""
    return dict(_invented())


def decided_round() -> dict[str, pd.DataFrame]:
    """Let the forum take one contribution into a commitment and turn another down, with reasons."""
    tables = invented_round()
    tables["outcomes"] = rows(
        Outcomes,
        {"contribution_id": "c1", "outcome": "in a commitment", "commitment_id": "open-money"}
        | {"by": "forum", "date": "2018-07-02", "working_days": 20, "n_ideas": 1},
        {"contribution_id": "c2", "outcome": "out of scope", "by": "government"}
        | {"reason": "a matter for the UK <Parliament>", "date": "2018-07-03", "n_ideas": 1},
    )
    tables["commitments"] = rows(
        Commitments,
        {"commitment_id": "open-money", "title": "Money in the open", "date": "2018-07-02"}
        | {"ogp_values": "access_to_information", "lead": "Treasury of Nowhere"},
    )
    tables["milestones"] = rows(
        Milestones,
        {"commitment_id": "open-money", "milestone": "Publish every month", "status": "under way"}
        | {"evidence": "https://example.org/spending", "due": "2019-05"},
        {"commitment_id": "open-money", "milestone": "Explain it", "status": "not started"},
    )
    return {**tables, **_earlier()}


def _earlier() -> dict[str, pd.DataFrame]:
    """Bring along a round of 2016 in which c1 was asked before, and the opposite of c2."""
    then = {"round": "2016", "outcome": "out of scope", "outcome_reason": "No <money>"}
    shown = {"status": "included", "title": "Money"}
    texts = {"old": "Publish what the council spends", "other": "Keep contracts secret"}
    told: tuple[dict[str, Any], ...] = (
        {"idea_id": "i1", "kind": "asked", "contribution_id": "old", "nearness": 0.8},
        {"idea_id": "i2", "kind": "opposite", "contribution_id": "other", "nearness": 0.75},
    )
    return {
        "earlier_rounds": rows(EarlierRounds, {"round": "2016", "title": "What we heard in 2016"}),
        "earlier_contributions": rows(
            EarlierContributions,
            *(then | {"contribution_id": id_, "text": text} | shown for id_, text in texts.items()),
            then | {"contribution_id": "gone", "status": "withdrawn"},
        ),
        "asked_before": rows(
            AskedBefore, *(then | each | {"words": texts[each["contribution_id"]]} for each in told)
        ),
        "themes_across": rows(
            ThemesAcross,
            {"theme_id": "t-money", "round": "2016", "earlier_theme": "Money", "nearness": 0.8},
        ),
    }


@cache
def _invented() -> dict[str, pd.DataFrame]:
    events = ("e1", "e2", None)
    said: list[tuple[str, str | None, str | None, str | None]] = [
        (text, "t-money", "t-money-a" if n < 3 else "t-money-b", events[n % 3])
        for n, text in enumerate(SPENDING)
    ]
    said += [(text, "t-part", None, events[n % 3]) for n, text in enumerate(TAKING_PART)]
    said += [(text, None, None, "e1") for text in ALONE]
    said += [(CAMPAIGN, None, None, None)] * 4
    tables = told(said)
    return {**tables, **_not_shown(tables), **_found(), **_knowledge()}


def _not_shown(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Add a withdrawn, a refused and an empty contribution, and a page that could not be read."""
    states = {"withdrawn": "withdrawn by its author", "not published": "rejected by moderators"}
    more = rows(
        Contributions,
        *(
            {
                "contribution_id": f"x{n}",
                "file": "online-call.csv",
                "location": f"row {90 + n}",
                "platform": "table",
                "title": "SECRET TITLE",
                "text": "SECRET TEXT",
                "author": "Zebedee Quill",
                "status": status,
                "reason": reason,
            }
            for n, (status, reason) in enumerate(states.items(), start=1)
        ),
    )
    return {
        "contributions": pd.concat([tables["contributions"], more], ignore_index=True),
        "set_aside": rows(
            SetAside,
            {
                "file": "photo.jpg",
                "location": "whole file",
                "reason": "a picture, which cannot be read",
                "advice": "type it up",
            },
        ),
        "redactions": rows(
            Redactions,
            {"contribution_id": "c1", "start": 0, "end": 3, "kind": "name", "confidence": 0.9},
        ),
    }


def _found() -> dict[str, pd.DataFrame]:
    campaign = [f"i{n}" for n in range(12, 16)]
    return {
        "groups": rows(
            Groups,
            *(
                {"idea_id": i, "group_id": "g1", "kind": "campaign", "similarity": 1}
                for i in campaign
            ),
        ),
        "firmness": rows(
            Firmness,
            {"theme_id": "t-money", "stability": 0.75},
            {"theme_id": "t-part", "stability": 0.59},
        ),
        "themes": rows(Themes, *_themes()),
        "alignments": rows(Alignments, *_alignments()),
        "candidates": rows(
            Candidates,
            {
                "candidate_id": "k1",
                "theme_id": "t-money",
                "subtheme_id": "t-money-a",
                "statement": SPENDING[0],
                "n_sources": 3,
                "n_events": 2,
                "n_contributions": 3,
                "order": 1,
                "reasons": "heard at 3 sources",
                "kind": "ask",
            },
        ),
        "encoder": rows(Encoder, {"name": "words", "sha256": "0" * 64}),
        "settings": rows(
            Settings,
            {"stage": "cluster", "dial": "theme_size", "value": "2.0", "usual": "1.0"},
            {"stage": "publish", "dial": "contact", "value": "", "usual": ""},
        ),
    }


def _themes() -> list[dict[str, Any]]:
    return [
        {
            "theme_id": "t-money",
            "name": "Money & budgets",
            "description": "People want to see where money goes.",
            "key_words": "budget|money",
            "quote_ids": "i2|i1|i4",
            "stability": 0.75,
        },
        {"theme_id": "t-money-a", "parent_id": "t-money", "name": "Open spending data"},
        {"theme_id": "t-money-b", "parent_id": "t-money", "name": "Plain budgets"},
        {"theme_id": "t-part", "name": "Taking part", "quote_ids": "i6", "stability": 0.59},
    ]


def _alignments() -> list[dict[str, Any]]:
    words = "council spending as open data"
    start = SPENDING[0].index(words)
    here = {"start": start, "end": start + len(words), "evidence": words}
    here |= {"reason": "uses a phrase listed for it: “open data”"}
    return [
        {"subject": "idea", "subject_id": "i1", "framework": "sdg", "code": "16.6"}
        | {"probability": 0.81, **here},
        {"subject": "theme", "subject_id": "t-money", "framework": "sdg", "code": "16.6"}
        | {"probability": 0.7, "evidence": words, "reason": "counted over its ideas"},
        {"subject": "idea", "subject_id": "i1", "framework": "ogp", "code": "access_to_information"}
        | {"probability": 0.65, **here},
    ]


def _knowledge() -> dict[str, pd.DataFrame]:
    return {
        "frameworks": rows(
            Frameworks,
            {"framework": "sdg", "code": "16", "name": "Peace, justice and strong institutions"},
            {"framework": "sdg", "code": "16.6", "parent_code": "16", "name": "Open institutions"},
            {"framework": "ogp", "code": "access_to_information", "name": "Access to information"},
        ),
    }
