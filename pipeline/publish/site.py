"""What all pages of the index share: the way back, licence, contact and banner."""

from dataclasses import dataclass

from pipeline.document import Block, Bullets, Document, Inline, Link, Paragraph, Parts

MIDDLE_DOT = " · "
WITHHELD = "withheld.html"


@dataclass(frozen=True)
class Site:
    """What all pages share."""

    title: str
    licence: str
    contact: str
    longest_list: int
    banner: str | None


def page(
    site: Site, title: Parts, description: str, blocks: tuple[Block, ...], file: str
) -> Document:
    """Make a page with the way back to the front page and a line on licence and contact."""
    trail = (Link((site.title,), f"{up_from(file)}index.html"),) if file != "index.html" else ()
    foot: list[Inline] = [f"Licence: {site.licence}. "] if site.licence else []
    foot += [f"Questions, or something to correct: {site.contact}. "] if site.contact else []
    foot += ["Names of people are not published."]
    return Document(title, description, blocks, trail, site.banner, "en", tuple(foot))


def up_from(file: str) -> str:
    """Lead from a page to the folder of the index."""
    return "../" * file.count("/")


def listed_or_none(items: list[Parts]) -> tuple[Block, ...]:
    """Give a list, or say that there is nothing in it."""
    return (Bullets(tuple(items)),) if items else (Paragraph(("None so far.",)),)
