"""Pages pass an accessibility check in a real browser: small and large, light and dark."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.join import join
from pipeline.knowledge import load
from pipeline.shortlist.folder import CameBack, papers, results
from pipeline.shortlist.pack import of_kind
from pipeline.shortlist.scores import Scored
from pipeline.shortlist.sheets import commitment_sheets
from pipeline.tables import Commitments, Milestones, Published
from pipeline.wording import PREVIEW
from tests.build import rows
from tests.invented import decided_round, few, files_of, published, reported
from tests.test_writers import HOSTILE

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
PAPERS = (
    "findings.html",
    "briefing.html",
    "shortlist/review-pack.html",
    "shortlist/ballot.html",
    "shortlist/result.html",
)
PAGES = (
    *PAPERS,
    "hostile.html",
    "co-creation-record.html",
    "index/index.html",
    "index/findings.html",
    "index/co-creation-record.html",
    "index/contributions.html",
    "index/contributions/c1.html",
    "index/contributions/c99.html",
    "index/themes/t-money.html",
    "index/places/oban.html",
    "index/outcomes/not-yet-decided.html",
    "index/candidates/k1.html",
    "index/commitments/open-money.html",
    "index/earlier/2016.html",
    "index/earlier/2016/old.html",
    "index/rounds.html",
    "index/changes.html",
    "index/data.html",
    "index/documents.html",
    "index/withheld.html",
)
SEEN = [(file, *how) for file in PAGES for how in (("light", 1280), ("dark", 320))]
SEEN += [(file, *how) for file in PAPERS for how in (("dark", 1280), ("light", 320))]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no browser at /usr/bin/chromium"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write report, index and shortlist of the invented round, and a report of hostile texts."""
    folder = tmp_path_factory.mktemp("site")
    tables = decided_round()
    made = reported(tables)
    (folder / "findings.html").write_text(made["findings_html"], encoding="utf-8")
    (folder / "briefing.html").write_text(made["briefing_html"], encoding="utf-8")
    (folder / "hostile.html").write_text(reported(few(*HOSTILE))["findings_html"], encoding="utf-8")
    then = {"contribution_id": "c99", "when": "2018-06-20T10:00:00Z", "status": "included"}
    now = {**then, "when": "2018-07-04T10:00:00Z", "status": "no longer sent in"}
    index = published({**tables, **made, "published": rows(Published, then, now)})
    (folder / "co-creation-record.html").write_text(index["co_creation_html"], encoding="utf-8")
    pages = {f"index/{file}": content for file, content in files_of(index).items()}
    pages |= {f"shortlist/{file}": content for file, content in _shortlist(tables).items()}
    for file, content in pages.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def _shortlist(tables: dict[str, pd.DataFrame]) -> dict[str, str | bytes]:
    """Write the papers for reviewers, and what came back from two of them and three voters."""
    findings = join(tables)
    asked = of_kind(findings, "ask")
    sheets = commitment_sheets(findings, asked, rows(Commitments), rows(Milestones), {})
    marks = {each["code"]: 2 for each in load("criteria")["criteria"]}
    scored = [
        Scored("Ina Ventit", "k1", marks, interest=False, view="yes", reason="It is due."),
        Scored("Fik Tiv", "k1", marks | {"specific": 0}, interest=True, view=None, reason=None),
    ]
    sides = {"Ina Ventit": "government", "Nor Eal": "civil society"}
    back = CameBack(sides, scored, {f"v{n}": ["k1"] for n in range(3)})
    given = papers(findings, asked, sheets, ["Ina Ventit"], PREVIEW)
    return given | results(asked, 60, back, 3, None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start the browser once; it has no network to go to."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only where there is a browser

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield started
        started.close()


def _opened(browser: Any, path: Path, scheme: str, width: int) -> Any:  # noqa: ANN401  a browser's page
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize(("file", "scheme", "width"), SEEN)
def test_axe_finds_nothing(
    browser: Any,  # noqa: ANN401  playwright's browser
    site: Path,
    file: str,
    scheme: str,
    width: int,
) -> None:
    """No violation of WCAG 2.2 AA or of good practice, and nothing wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  only with a browser

    page = _opened(browser, site / file, scheme, width)
    results = Axe().run(page, options=RULES)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.close()
    assert results.violations_count == 0, results.generate_report()
    assert wide <= 0


@pytest.mark.parametrize("file", PAPERS)
def test_keys_lead_through_a_paper_from_top_to_bottom(
    browser: Any,  # noqa: ANN401  playwright's browser
    site: Path,
    file: str,
) -> None:
    """First the way past the contents, then what can be followed, in the order that it is read."""
    page = _opened(browser, site / file, "light", 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the main text"
    page.evaluate("window.before = document.activeElement")
    for _ in range(min(25, page.locator("a, [tabindex='0']").count() - 1)):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "(b => (window.before = document.activeElement)"
            " && b.compareDocumentPosition(window.before) & Node.DOCUMENT_POSITION_FOLLOWING)"
            "(window.before)"
        )
    assert page.locator("h1").count() == page.locator("main").count() == 1
    page.close()


def test_a_contribution_is_found_by_its_words_with_the_keyboard_only(
    browser: Any,  # noqa: ANN401  playwright's browser
    site: Path,
) -> None:
    """Open the list, reach the search box by tabbing, type two words: one entry is left."""
    page = _opened(browser, site / "index" / "contributions.html", "light", 1280)
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "words":
            break
    page.keyboard.type("bus FARE")
    assert page.locator(".entry:visible").count() == 1
    assert page.locator("[role=status]").inner_text() == "Showing 1 of 15"
    page.close()


def test_every_contribution_is_searched_from_the_front_page(
    browser: Any,  # noqa: ANN401  playwright's browser
    site: Path,
) -> None:
    """With keys alone: skip to the main text, type words, go to the first that was found."""
    page = _opened(browser, site / "index" / "index.html", "light", 1280)
    for key in ("Tab", "Enter", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type('FARE "who come"')
    assert page.locator("[role=status]").inner_text() == "1 contribution found"
    assert page.locator(".found mark").all_inner_texts() == ["fare", "who come"]
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contributions/c7.html")
    page.go_back()
    assert page.locator("[role=status]").inner_text() == "1 contribution found"
    page.close()


@pytest.mark.parametrize(
    ("words", "told", "marked"),
    [
        ("Coun’cil", "2 contributions found", ["council", "council"]),
        (
            "buss fare",
            "“buss” was not found; looked for “bus”. 1 contribution found",
            ["bus", "fare"],
        ),
        (
            "evening meetnigs harbour",
            "“meetnigs” was not found; looked for “meetings”. No contribution has all of these "
            "words; these have the most of them. 1 contribution found",
            ["meetings", "evening"],
        ),
        (
            "harbour Anstruther",
            "“anstruther” was not found; these have the most of your words. 1 contribution found",
            ["harbour"],
        ),
        ("C7", "1 contribution found", []),
        ("zebra", "0 contributions found", []),
    ],
)
def test_the_search_forgives_and_says_what_it_did_not_find(
    browser: Any,  # noqa: ANN401  playwright's browser
    site: Path,
    words: str,
    told: str,
    marked: list[str],
) -> None:
    """Apostrophes do not count, one slip is forgiven, a word that nobody wrote is named."""
    page = _opened(browser, site / "index" / "index.html", "light", 1280)
    page.fill("#words", words)
    assert page.locator("[role=status]").inner_text() == told
    assert page.locator(".found mark").all_inner_texts() == marked
    page.close()


@pytest.mark.parametrize(
    ("label", "choice", "count"),
    [("Place", "Dundee", 3), ("Theme", "Taking part", 4), ("What became of it", "Not yet", 13)],
)
def test_contributions_are_found_by_choosing(
    browser: Any,  # noqa: ANN401  playwright's browser
    site: Path,
    label: str,
    choice: str,
    count: int,
) -> None:
    """With keys alone: go to a list, type its first letters, go on to a contribution, open it."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  only with a browser

    page = _opened(browser, site / "index" / "index.html", "light", 320)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    _tab_to(page, "document.activeElement.labels?.[0]?.textContent", label)
    page.keyboard.type(choice)
    assert page.locator("[role=status]").inner_text() == f"{count} contributions found"
    assert page.locator(".found li").count() == count
    assert Axe().run(page, options=RULES).violations_count == 0
    _tab_to(page, "document.activeElement.closest('.found') && 'found'", "found")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contributions/c*.html")
    page.close()


def _tab_to(page: Any, asked: str, wanted: object) -> None:  # noqa: ANN401  a browser's page
    """Press Tab until what has the focus answers as wanted; seven times are enough."""
    for _ in range(7):
        page.keyboard.press("Tab")
        if page.evaluate(asked) == wanted:
            return
    raise AssertionError(wanted)


def test_small_screens_show_every_column_and_begin_with_the_title(
    browser: Any,  # noqa: ANN401  playwright's browser
    site: Path,
) -> None:
    """On a phone rows are cards under their headings, and contents open on request.

    On a wide screen contents stand beside the text, and the keyboard reaches them.
    """
    record = site / "index" / "co-creation-record.html"
    page = _opened(browser, record, "light", 320)
    assert page.evaluate(
        "[...document.querySelectorAll('.scroll')].every(e => e.scrollWidth <= e.clientWidth)"
    )
    assert page.locator("td:visible").first.get_attribute("data-label") == "Status"
    assert not page.locator(".contents a").first.is_visible()
    page.locator(".contents summary").click()
    assert page.locator(".contents a").first.is_visible()
    page.close()
    page = _opened(browser, record, "light", 1280)
    assert page.locator(".contents a").first.is_visible()
    _tab_to(page, "!!document.activeElement.closest('.contents a')", wanted=True)
    page.close()


def test_the_list_is_whole_without_scripts(
    browser: Any,  # noqa: ANN401  playwright's browser
    site: Path,
) -> None:
    """Who switches scripts off reads every contribution."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index" / "contributions.html").as_uri())
    assert page.locator(".entry:visible").count() == 15
    context.close()


def test_pages_ask_for_nothing_from_elsewhere(
    browser: Any,  # noqa: ANN401  playwright's browser
    site: Path,
) -> None:
    """Reading a page tells nobody that it is read."""
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "index" / "index.html").as_uri())
    page.close()
    assert asked
    assert all(url.startswith("file://") for url in asked)
