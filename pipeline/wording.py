"""Numbers and codes become plain English that citizens can read."""

from collections.abc import Sequence

from pipeline.knowledge import load

NOT_A_POLL = (
    "These counts show what was said to us and how widely. They do not measure public opinion: "
    "people chose whether to take part."
)
NONE_LIKE_IT = (
    "An idea with none like it is not among the candidates: it stands in its theme, and can be "
    "decided about on its own."
)
PREVIEW = "Preview: the personal-data sheet has not been signed off. Not for publication."
NO_THEME = "No theme yet"
NO_BREAK = "\u00a0"  # a space at which no line ends
THIS_ROUND = "this round"
UNDECIDED = "not yet decided"
FEWEST = 12  # distinct ideas; below this a grouping is chance, and reading all of them is quicker
FIRMNESS_STEPS = ((0.75, "firm"), (0.6, "fairly firm"), (0.5, "loose"), (0.0, "tentative"))


def number(count: float) -> str:
    """1234 becomes `1,234`."""
    return f"{int(count):,}"


def many(count: int, one: str, more: str = "") -> str:
    """Give `1 idea`, `2 ideas`; a plural that is not formed with s is given."""
    return f"{number(count)} {one if count == 1 else more or one + 's'}"


def percent(share: float) -> str:
    """0.4567 becomes `46%`; a share is never rounded to all or nothing."""
    rounded = round(100 * share)
    if 0 < share < 1:
        rounded = min(max(rounded, 1), 99)
    return f"{rounded}%"


def firmness(stability: float | None) -> str:
    """Say how often a theme comes back, in a word and a number from 0 to 1.

    The steps follow Hennig (2007), Cluster-wise assessment of cluster stability, Computational
    Statistics and Data Analysis 52: below .5 a group dissolves, from .75 on it is stable.
    """
    if stability is None:
        return "not measured"
    word = next(word for least, word in FIRMNESS_STEPS if stability >= least)
    return f"{word} ({_cut(stability)})"


def how_sure(probability: float) -> str:
    """Say how sure a link to a goal or value is, in a word and a number from 0 to 1."""
    word = "clear" if probability >= 0.8 else "likely" if probability >= 0.6 else "possible"  # noqa: PLR2004  steps of our own, named in the report
    return f"{word} ({_cut(probability)})"


def _cut(share: float) -> str:
    """Two decimals, cut and not rounded, so that 0.749 does not look like 0.75."""
    return f"{int(share * 100 + 1e-9) / 100:.2f}"


def listed(names: Sequence[str]) -> str:
    """Join names as in speech: `A`, `A and B`, `A, B and C`."""
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last


def day(date: str) -> str:
    """2018-06-04 becomes `4 June 2018`; anything else stays as it is."""
    parts = date[:10].split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):  # noqa: PLR2004  year, month, day
        return date
    month = _MONTHS[int(parts[1]) - 1] if 1 <= int(parts[1]) <= 12 else parts[1]  # noqa: PLR2004
    return f"{int(parts[2])} {month} {parts[0]}"


def language_name(code: str) -> str:
    """`gd` becomes `Scottish Gaelic`; a code that we have no name for stays a code."""
    names: dict[str, str] = load("languages")
    return names.get(code.split("-", maxsplit=1)[0].lower(), f"language code {code}")


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
