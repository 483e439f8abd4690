"""Earlier rounds become pages of this index: what was said then, and themes side by side."""

from collections.abc import Iterator
from typing import Any

from pipeline.addresses import contribution_page, earlier_page, round_page, slug, theme_page
from pipeline.before import became_then
from pipeline.document import (
    Block,
    Bullets,
    Document,
    Link,
    Paragraph,
    Parts,
    Quote,
    Section,
    Table,
    Words,
)
from pipeline.publish.lists import paged
from pipeline.publish.site import Content, Site, page, up_from
from pipeline.wording import day, many

Page = tuple[str, Document]
ROUNDS = "rounds.html"
NEAR, SOMEWHAT = 0.75, 0.6  # cosine of the mean ideas of two themes


def earlier_pages(content: Content, site: Site) -> Iterator[Page]:
    """Give a list and a page a contribution for each earlier round, and themes side by side."""
    if not content.rounds:
        return
    yield ROUNDS, _side_by_side(content, site)
    again = _again(content)
    for about in content.rounds:
        own = content.of_round(about["round"])
        file, title = round_page(about["round"]), f"Earlier round: {about['round']}"
        yield from paged(file, title, _licence(about), own, _entry, site)
        for each in own:
            place = (about["round"], each["contribution_id"])
            yield earlier_page(*place), _one(about, each, again.get(place, []), site)


def round_list(content: Content) -> tuple[Section, ...]:
    """Lead from the front page to each earlier round, if there are any."""
    if not content.rounds:
        return ()
    items: list[Parts] = [
        (
            Link((each["round"],), round_page(each["round"])),
            ": ",
            Words(each["title"]),
            f" ({many(len(content.of_round(each['round'])), 'contribution')})",
        )
        for each in content.rounds
    ]
    items.append((Link(("Themes of this round and of earlier ones, side by side",), ROUNDS),))
    return (Section("by-round", ("Earlier rounds",), (Bullets(tuple(items)),)),)


def _licence(about: dict[str, Any]) -> tuple[Block, ...]:
    under = (", under ", Words(about["licence"])) if about["licence"] else ()
    return (Paragraph(("As published in “", Words(about["title"]), "”", *under, ".")),)


def _entry(each: dict[str, Any], up: str) -> Section:
    """Show a contribution to an earlier round in a list."""
    file = up + earlier_page(each["round"], each["contribution_id"])
    title: Parts = (Link((f"Contribution {each['contribution_id']}",), file),)
    title += (": ", Words(each["title"], "said", each["language"])) if each["title"] else ()
    became: Parts = ("What became of it: ", *became_then(each))
    quote = Quote((each["text"] or "",), _origin(each), each["language"])
    anchor = f"c-{slug(each['contribution_id'])}"
    return Section(anchor, title, (quote, Paragraph(became)), "entry", listed=False)


def _origin(each: dict[str, Any]) -> Parts:
    """Say where and when it was said, as far as that round published it."""
    said = [each["event"] or "Sent in"]
    when = each["event_date"] or each["submitted_at"]
    said += [part for part in (each["place"] or "").split(", ") if part and part not in said[0]]
    return (Words(", ".join([*said, *([day(when)] if when else [])])),)


def _one(about: dict[str, Any], each: dict[str, Any], again: list[str], site: Site) -> Document:
    """Show one contribution to an earlier round, what became of it, and who says it again."""
    file = earlier_page(each["round"], each["contribution_id"])
    up = up_from(file)
    back = Link((f"All contributions of {each['round']}",), up + round_page(each["round"]))
    blocks: tuple[Block, ...] = (
        *_said_then(each),
        *_themes_then(each),
        Section("outcome", ("What became of it",), (Paragraph(became_then(each)),)),
        *_said_again(again, up),
        Paragraph((back, ". ", *_at_its_own_place(each))),
    )
    title = (f"Contribution {each['contribution_id']}, {each['round']}",)
    told = f"A contribution to an earlier round, {about['title']}, and what became of it."
    return page(site, title, told, blocks, file)


def _said_then(each: dict[str, Any]) -> Iterator[Block]:
    spoken, origin = each["language"], _origin(each)
    if each["title"]:
        yield Paragraph((Words(each["title"], "said", spoken),), "lead")
    yield Quote((each["text"] or "",), origin, spoken)
    if each["why"]:
        words = Quote((each["why"],), origin, spoken)
        yield Section("why", ("Why it matters, in their words",), (words,))


def _themes_then(each: dict[str, Any]) -> tuple[Paragraph, ...]:
    names = [name for name in (each["themes"] or "").split("|") if name]
    label = "Theme then: " if len(names) == 1 else "Themes then: "
    return (Paragraph((label, Words(", ".join(names)), ".")),) if names else ()


def _at_its_own_place(each: dict[str, Any]) -> Parts:
    """Lead to the page in the index of its own round, where its address is known."""
    address = each["address"] or ""
    known = address.startswith(("https://", "http://"))
    return (Link(("Its page in the index of that round",), address), ".") if known else ()


def _again(content: Content) -> dict[tuple[str, str], list[str]]:
    """Gather the contributions of this round that say again what one of an earlier round said."""
    again: dict[tuple[str, str], dict[str, None]] = {}
    for idea in content.findings.ideas.values():
        for row in content.findings.before.get(idea.id, []):
            if row["kind"] == "asked":
                key = (row["round"], row["contribution_id"])
                again.setdefault(key, {})[idea.contribution_id] = None
    return {key: list(ids) for key, ids in again.items()}


def _said_again(ids: list[str], up: str) -> tuple[Section, ...]:
    items = tuple((Link((f"Contribution {each}",), up + contribution_page(each)),) for each in ids)
    return (Section("again", ("Said again in this round",), (Bullets(items),)),) if ids else ()


def _side_by_side(content: Content, site: Site) -> Document:
    """Set each theme beside the nearest theme of each earlier round."""
    told = (
        "Each theme of this round beside the theme of an earlier round that is nearest in meaning. "
        "Where none is near, people spoke of something new, or of the same in other words."
    )
    names = [each["round"] for each in content.rounds]
    beside = {(row["theme_id"], row["round"]): row for row in content.across}
    rows = tuple(
        (
            (Link((Words(theme.name),), theme_page(theme.id)),),
            *(_nearest(beside.get((theme.id, name))) for name in names),
        )
        for theme in content.findings.main_themes()
    )
    table = Table("Themes side by side", ("Theme of this round", *names), rows)
    blocks: tuple[Block, ...] = (Paragraph((told,)), *((table,) if rows else ()))
    return page(site, ("Themes of several rounds, side by side",), told, blocks, ROUNDS)


def _nearest(row: dict[str, Any] | None) -> Parts:
    if row is None:
        return ("–",)
    nearness = row["nearness"]
    word = "near" if nearness >= NEAR else "somewhat near" if nearness >= SOMEWHAT else "not near"
    return (Words(row["earlier_theme"]), f" ({many(row['n_ideas'], 'idea')}; {word})")
