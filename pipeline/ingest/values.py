"""What stands in a cell becomes a date, a number, a text without damage, a yes or a no."""

import re
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from pipeline.knowledge import load

UNSEEN = "\xad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff"  # without width, or turning the line
CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff{UNSEEN}]")
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?|-?\.\d+")
EPOCH = re.compile(r"^\d{10}(?:\d{3})?(?:\.0)?$")
SECONDS_DIGITS = 10  # of seconds since 1970, from 2001 to 2286; milliseconds have three more
ISO = re.compile(
    r"^(\d{4}-\d{2}-\d{2})"
    r"(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$"
)
NUMERIC = re.compile(
    r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})(?:[ ,T]+(\d{1,2}:\d{2})(?::\d{2})?\s*([ap]m)?)?$",
    re.IGNORECASE,
)
FILLING = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b\.?,?|\b(?:at|on|of)\b|(?<=\d)(?:st|nd|rd|th)\b|,",
    re.IGNORECASE,
)
FORMATS = (
    "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%Y/%m/%d",
    "%d %B %Y %H:%M", "%B %d %Y %H:%M", "%B %d %Y %I:%M%p", "%d %B %Y %I:%M%p", "%b %d %Y %I:%M%p",
    "%d %b %Y %H:%M", "%d %b %Y %I:%M%p", "%b %d %Y %H:%M", "%b %d %H:%M:%S %Y",
    "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%d %b %Y %H:%M:%S",
)  # fmt: skip
ZONE = re.compile(r"(?<=\d)\s+\(?[A-Z]{2,5}\)?(?=\s|$)|\s[+-]\d{4}$")


def tidy(text: str) -> str:
    """Take out control characters, half surrogates and what hides or turns words; words stay."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\ufeff \t\n")


def repaired(text: str) -> str:
    """Undo characters read in a wrong encoding on their way here, such as `â€™` for `’`."""
    if text.isascii():
        return text
    from ftfy import TextFixerConfig, fix_encoding  # noqa: PLC0415  only for texts beyond ASCII

    return fix_encoding(text, _careful(TextFixerConfig))


@cache
def _careful(config: Any) -> Any:  # noqa: ANN401  ftfy has no types
    """Switch off all that changes how people write."""
    return config(
        unescape_html=False,
        remove_terminal_escapes=False,
        restore_byte_a0=False,
        replace_lossy_sequences=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        normalization=None,
    )


def number(cell: str) -> float | None:
    """Read the first number of a cell, such as 12 in "12 votes"."""
    match = NUMBER.search(cell)
    return float(match[0].replace(",", "")) if match else None


def moment(cell: str, day_first: bool) -> str | None:
    """Write a date, or date and time, as ISO 8601 does; missing if it is not plain which it is."""
    cell = " ".join(cell.split())
    if EPOCH.match(cell):
        return _epoch(cell)
    return _iso(cell) or _numeric(cell, day_first) or _in_words(cell)


def _epoch(cell: str) -> str | None:
    """Read seconds or milliseconds since 1970, as platforms write them."""
    digits = cell.removesuffix(".0")
    seconds = int(digits[:SECONDS_DIGITS])
    return datetime.fromtimestamp(seconds, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _iso(cell: str) -> str | None:
    match = ISO.match(cell)
    if not match or not _is_day(match[1]):
        return None
    day, time, seconds, zone = match.groups()
    if time is None:
        return day
    return f"{day}T{time}{seconds or ':00'}{zone or ''}".replace("UTC", "Z")


def _is_day(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _numeric(cell: str, day_first: bool) -> str | None:
    """Read 06/07/2018; which number is the day is a dial, unless only one can be."""
    match = NUMERIC.match(cell)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    day, month = (first, second) if day_first else (second, first)
    if month > 12:  # noqa: PLR2004  months
        day, month = month, day
    written = f"{year if year > 99 else 2000 + year:04d}-{month:02d}-{day:02d}"  # noqa: PLR2004  two digits
    if not _is_day(written):
        return None
    return written if match[4] is None else f"{written}T{_clock(match[4], match[5])}"


def _clock(time: str, half: str | None) -> str:
    hour, _, minute = time.partition(":")
    shift = 12 if (half or "").lower() == "pm" and int(hour) < 12 else 0  # noqa: PLR2004  noon
    return f"{int(hour) + shift:02d}:{minute}:00"


def _in_words(cell: str) -> str | None:
    """Read dates with the month in words, such as "June 06, 2018 at 03:22PM"."""
    if not any(char.isdigit() for char in cell) or len(cell) > 60:  # noqa: PLR2004  no date is longer
        return None
    plain = " ".join(FILLING.sub(" ", ZONE.sub("", cell)).split())
    for form in FORMATS:
        try:
            when = datetime.strptime(plain, form)
        except ValueError:
            continue
        return when.isoformat() if "%M" in form else when.date().isoformat()
    return None


def may_publish(cell: str) -> bool | None:
    """Read an answer about publishing; missing if it is neither a yes nor a no."""
    answers = load("platforms")["consent"]
    plain = _plain(cell)
    if plain in {_plain(answer) for answer in answers["refused"]} or plain.startswith(
        ("no ", "do not ", "dont ")
    ):
        return False
    if plain in {_plain(answer) for answer in answers["allowed"]} or plain.startswith(
        ("yes ", "publish ")
    ):
        return True
    return None


def state_of(cell: str) -> str:
    """Sort what a platform says about a row: `withdrawn`, `hidden`, or nothing of matter here."""
    for state, words in load("platforms")["states"].items() if cell else ():
        if _plain(cell) in words:
            return str(state)
    return ""


def is_set(cell: str) -> bool:
    """Tell whether a flag or a date of something that happened is there."""
    return bool(cell) and _plain(cell) not in {"", "no", "false", "0", "none", "null", "nil", "n"}


def _plain(cell: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", cell.lower()).split())
