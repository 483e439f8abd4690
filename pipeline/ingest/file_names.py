"""The name of a file becomes what it says of an event: the day, the place, a name."""

import re
from dataclasses import dataclass

from pipeline.ingest.values import moment
from pipeline.knowledge import load, towns

ISO_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?([0-2]\d|3[01])(?!\d)")
SHORT_DAY = re.compile(r"(?<!\d)(\d{1,2})[-_. ](\d{1,2})[-_. ]((?:19|20)\d\d)(?!\d)")
DAY_IN_WORDS = re.compile(
    r"\b(\d{1,2}(?:st|nd|rd|th)?[-_. ][A-Za-z]{3,9}[-_. ](?:19|20)\d\d"
    r"|[A-Za-z]{3,9}[-_. ]\d{1,2}(?:st|nd|rd|th)?[-_., ]+(?:19|20)\d\d)\b"
)
LONGEST_TOWN = 3  # words


@dataclass(frozen=True)
class Named:
    """What the name of a file says; what it does not say is missing."""

    date: str | None = None
    town: str | None = None
    words: str | None = None


def said_by_name(file: str, day_first: bool) -> Named:
    """Read `2018-06-05-glasgow-trades-hall.md` as a day, a town and the name of an event.

    What the file's own name does not say, that of its folder may: `2018-06-05 Oban/table 1.docx`.
    Words that files of any event have in their names, such as `notes`, are none of its name.
    """
    *folders, name = file.split("/")
    said = [_said(part, day_first) for part in (name.rpartition(".")[0], *reversed(folders))]
    return Named(
        next((each.date for each in said if each.date), None),
        next((each.town for each in said if each.town), None),
        next((each.words for each in said if each.words and (each.date or each.town)), None),
    )


def _said(part: str, day_first: bool) -> Named:
    """Read one part of a path."""
    date, rest = _day(part, day_first)
    common = load("platforms")["words_of_file_names"]
    words = [word for word in re.split(r"[\W\d_]+", rest) if word.casefold() not in common]
    told = " ".join(filter(None, words))
    name = told.title() if told.islower() else told
    return Named(date, _town(name.split()), name or None)


def _day(stem: str, day_first: bool) -> tuple[str | None, str]:
    """Find a day in a name, and what is left of the name without it."""
    for form in (ISO_DAY, SHORT_DAY, DAY_IN_WORDS):
        match = form.search(stem)
        if match:
            parts = re.split(r"[-_., ]+", match[0]) if form is DAY_IN_WORDS else match.groups()
            written = {ISO_DAY: "-", SHORT_DAY: "/", DAY_IN_WORDS: " "}[form].join(parts)
            when = moment(written, day_first)
            if when:
                return when[:10], stem[: match.start()] + " " + stem[match.end() :]
    return None, stem


def _town(words: list[str]) -> str | None:
    """Find the first town that is named, the longest name first."""
    for start in range(len(words)):
        for length in range(LONGEST_TOWN, 0, -1):
            name = " ".join(words[start : start + length])
            if name.casefold() in towns():
                return name
    return None
