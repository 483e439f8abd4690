"""Shapes become SVG pictures whose colours a page may change, and whose texts are only texts."""

from collections.abc import Iterable, Sequence
from textwrap import shorten, wrap

from markupsafe import escape

from pipeline.writers.visible import visible

WIDTH = 640  # units: at the width of a printed page, 13 units of text are 9.5 points
LINE_HEIGHT, LABEL_LETTERS = 16, 34
COLOURS = {
    "ink": "#1d252c",
    "soft": "#4d5a64",
    "line": "#bdb8aa",
    "tone-1": "#0b5a63",
    "tone-2": "#97c3c1",
    "paper": "#ffffff",
}


def picture(height: float, shapes: Iterable[str]) -> str:
    """Put shapes on a sheet of the house's width."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" '
        f'width="{WIDTH}" height="{height:g}" font-family="Atkinson Hyperlegible" font-size="13">'
        + "".join(shapes)
        + "</svg>"
    )


def words(x: float, y: float, text: str, anchor: str = "start", tone: str = "ink") -> str:
    """Write one line of text; `anchor` says which end of it stands at `x`."""
    place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}"'
    return f"<text {place} {_fill(tone)}>{escape(visible(text))}</text>"


def label(x: float, middle: float, text: str) -> str:
    """Write a name in at most two lines that end at `x`; the table beside it has it in full."""
    lines = label_lines(text)
    top = middle + 5 - LINE_HEIGHT * (len(lines) - 1) / 2
    return "".join(words(x, top + LINE_HEIGHT * n, line, "end") for n, line in enumerate(lines))


def label_lines(text: str) -> list[str]:
    """Part a name into the one or two lines that a picture has room for."""
    short = shorten(visible(text), 2 * LABEL_LETTERS - 8, placeholder=" …")
    if short == " …".strip():
        short = f"{visible(text)[: LABEL_LETTERS - 2]} …"
    return wrap(short, LABEL_LETTERS) or [""]


def box(x: float, y: float, width: float, height: float, tone: str) -> str:
    """Draw a filled rectangle."""
    size = f'width="{width:.1f}" height="{height:g}"'
    return f'<rect x="{x:.1f}" y="{y:g}" {size} {_fill(tone)}/>'


def line(start: Sequence[float], end: Sequence[float], tone: str = "line") -> str:
    """Draw a thin line."""
    ends = f'x1="{start[0]:g}" y1="{start[1]:g}" x2="{end[0]:g}" y2="{end[1]:g}"'
    return f'<line {ends} class="{tone}" stroke="{COLOURS[tone]}"/>'


def dot(x: float, y: float, radius: float, tone: str, hover: str = "") -> str:
    """Draw a disc; `hover` is shown to those who point at it."""
    told = f"<title>{escape(visible(hover))}</title>" if hover else ""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" {_fill(tone)}>{told}</circle>'


def ring(x: float, y: float, radius: float) -> str:
    """Draw an empty disc with a strong edge, for a number to stand in."""
    edge = f'class="paper edge" fill="{COLOURS["paper"]}" stroke="{COLOURS["tone-1"]}"'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" {edge} stroke-width="1.6"/>'


def _fill(tone: str) -> str:
    return f'class="{tone}" fill="{COLOURS[tone]}"'
