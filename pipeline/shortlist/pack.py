"""Candidates become a review pack: one page each, with the evidence that reviewers may ask for."""

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.addresses import candidate_page, theme_page
from pipeline.against import against_ids, quoted_against
from pipeline.before import behind_candidate
from pipeline.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Link,
    Paragraph,
    Parts,
    Section,
    Words,
)
from pipeline.findings import Findings, Rows
from pipeline.knowledge import load
from pipeline.quoting import quote
from pipeline.wording import NONE_LIKE_IT, NOT_A_POLL, firmness, many, number

MOST_QUOTES = 3
ONE_VIEW = (
    "The order shows how widely each was asked for. It helps to read; it decides nothing. People "
    "choose three to five commitments, and say why."
)
OPPOSED = "There are also people who may ask for the opposite:"


def review_pack(findings: Findings, asked: Rows, banner: str | None) -> Document:
    """Give each candidate a page, after what reviewers are asked; concerns and views come last.

    Its links lead to pages of the index, as if it stood among them.
    """
    more, views = len(of_kind(findings, "ask")) - len(asked), of_kind(findings, "view")
    opening: tuple[Block, ...] = (
        Paragraph((f"{many(len(asked), 'candidate')} for commitments. {ONE_VIEW}",), "lead"),
        *((Paragraph((_rest(more),)),) if more else ()),
        Paragraph((NONE_LIKE_IT,)),
        Paragraph((NOT_A_POLL,), "note"),
        Paragraph((Words("What to ask of each:", "strong"),)),
        Bullets(tuple(_questions())),
    )
    pages = tuple(_page(findings, row) for row in asked)
    title = ("Possible commitments: review pack",)
    blocks = (*opening, *pages, *_views(views))
    return Document(title, "One page for each candidate, for reviewers.", blocks, banner=banner)


def _rest(more: int) -> str:
    """Say how many are not in the pack, and where they are."""
    return f"There are {many(more, 'more candidate')}, in candidates.csv and in the index."


def of_kind(findings: Findings, kind: str) -> Rows:
    """Give the candidates that ask, or the concerns and views, in the shortlist's order."""
    return [row for row in findings.candidates if row["kind"] == kind]


def _questions() -> Iterator[Parts]:
    for each in load("criteria")["criteria"]:
        yield (Words(f"{each['name']}: ", "strong"), each["question"])


def _page(findings: Findings, row: dict[str, Any]) -> Section:
    """Say all about one candidate that fits on a page."""
    blocks: tuple[Block, ...] = (
        *_place(findings, row),
        Facts(tuple(_figures(row))),
        Paragraph((Words("Why it stands here: ", "strong"), Words(row["reasons"]))),
        Paragraph((Words("How firm: ", "strong"), f"{firmness(row['stability'])}.")),
        *_links(findings, row),
        Paragraph((Words("In people's words:", "strong"),)),
        *_quotes(findings, row),
        *behind_candidate(findings, row, ""),
        *_opposite(findings, row),
        Paragraph((_read_all(row),)),
    )
    return Section(anchor(row), (f"{row['order']}. ", Words(row["statement"])), blocks, "page")


def anchor(row: dict[str, Any]) -> str:
    """Give the address of a candidate on a page."""
    return f"candidate-{row['candidate_id']}"


def _place(findings: Findings, row: dict[str, Any]) -> tuple[Block, ...]:
    theme, subtheme = (findings.themes.get(row[name]) for name in ("theme_id", "subtheme_id"))
    if theme is None or subtheme is None:
        return ()
    link = Link((Words(theme.name),), theme_page(theme.id))
    id_ = ("Candidate ", Words(row["candidate_id"], "quiet"))
    return (Paragraph((*id_, ". Theme: ", link, ". Sub-theme: ", Words(subtheme.name), ".")),)


def _figures(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    counts = {
        "Contributions": "n_contributions",
        "Distinct ideas": "n_distinct_texts",
        "Sources": "n_sources",
        "Events": "n_events",
        "Votes": "votes_total",
        "For": "votes_for",
        "Against": "votes_against",
    }
    known = {label: row[name] for label, name in counts.items() if row[name] is not None}
    yield from ((label, number(count)) for label, count in known.items())
    if row["rating"] is not None:
        yield "Average rating", f"{row['rating']:g}"


def _links(findings: Findings, row: dict[str, Any]) -> tuple[Block, ...]:
    """Name the values and targets it is linked with, or say that none was found."""
    codes = [
        (framework, code)
        for framework, column in (("ogp", "ogp_values"), ("sdg", "sdg_targets"))
        for code in (row[column] or "").split("|")
        if code
    ]
    if not codes:
        return (Paragraph(("No link with an open government value or an SDG was found.",)),)
    names = tuple((findings.goal_name(code),) for code in codes)
    return (Paragraph((Words("Linked with:", "strong"),)), Bullets(names))


def _quotes(findings: Findings, row: dict[str, Any]) -> tuple[Block, ...]:
    subtheme = findings.themes.get(row["subtheme_id"])
    against = against_ids(row)
    ids = [i for i in subtheme.quote_ids if i not in against][:MOST_QUOTES] if subtheme else []
    return tuple(quote(findings, findings.ideas[i], "") for i in ids if i in findings.ideas)


def _opposite(findings: Findings, row: dict[str, Any]) -> tuple[Block, ...]:
    """Show what those ask for who want the opposite, so that nobody is surprised later."""
    ids = (row["opposed_by"] or "").split("|")
    by_subtheme = {each["subtheme_id"]: each for each in findings.candidates}
    against = [by_subtheme[each] for each in ids if each in by_subtheme]
    own = quoted_against(findings, row, "")
    if not against:
        return own
    said: tuple[Parts, ...] = tuple(
        (Words(each["statement"]), f" ({many(each['n_contributions'], 'contribution')})")
        for each in against
    )
    return (*own, Paragraph((OPPOSED,), "warning"), Bullets(said))


def _read_all(row: dict[str, Any]) -> Link:
    n = row["n_contributions"]
    told = f"Read all {number(n)} contributions behind it" if n > 1 else "Read it in full"
    return Link((told,), candidate_page(row["candidate_id"]))


def _views(views: Sequence[dict[str, Any]]) -> tuple[Section, ...]:
    if not views:
        return ()
    told = "These say how people see things. None of their ideas asks for something to be done."
    items: tuple[Parts, ...] = tuple(
        (Words(row["statement"]), f" ({many(row['n_contributions'], 'contribution')})")
        for row in views
    )
    return (
        Section("views", ("Concerns and views",), (Paragraph((told,)), Bullets(items)), "page"),
    )
