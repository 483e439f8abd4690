"""Documents become HTML pages: complete without scripts, and with every word of others escaped."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.document import Document, Section, brief, plain
from pipeline.writers.columns import is_turned, shares
from pipeline.writers.visible import visible


def write_html(
    document: Document,
    *,
    style: str = "",
    scripts: tuple[str, ...] = (),
    linked_data: str = "",
    feed: str = "",
    preview: bool = False,
) -> str:
    """One page; without the address of a `style` sheet the styles are part of the page.

    `linked_data` is JSON that says to machines what the page is; `feed` is where changes are told.
    """
    page = _environment().get_template("page.html.j2")
    return page.render(
        document=document,
        title=plain(document.title),
        contents=_contents(document),
        stylesheet=style,
        scripts=scripts,
        linked_data=Markup(linked_data.replace("<", "\\u003c")),  # noqa: S704  cannot close its tag
        feed=feed,
        styles=Markup(stylesheet()),  # noqa: S704  our own file
        preview=preview,
    )


def stylesheet() -> str:
    """Give the one stylesheet of the house."""
    return _source("style.css")


def filter_script() -> str:
    """Give the script that adds a search box to long lists; pages are complete without it."""
    return _source("filter.js")


def search_script() -> str:
    """Give the script that adds a search over everything to the front page of the index."""
    return _source("search.js")


def _contents(document: Document) -> tuple[Section, ...]:
    """Give the main sections, if there are enough of them to need a contents list."""
    listed = tuple(b for b in document.blocks if isinstance(b, Section) and b.listed)
    return listed if len(listed) > 4 else ()  # noqa: PLR2004  four headings are soon found


@cache
def _source(name: str) -> str:
    environment = _environment()
    loader = environment.loader
    assert loader is not None
    return loader.get_source(environment, name)[0]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"shares": shares, "is_turned": is_turned, "brief": brief}
    return environment


def _shown(value: object) -> object:
    """Control characters, which HTML forbids, become their visible pictures."""
    return visible(value) if type(value) is str else value
