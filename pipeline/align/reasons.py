"""A link becomes the reason for it, in words that people can hold against the idea."""

from textwrap import shorten

from pipeline.align.cues import Hit

MOST = 3  # cues named
NEAR = 3  # places among the entries of a framework, by cosine, that count as near in meaning
HEADING = 70  # letters of a heading that are shown
LEARNT = "its words and sense are like those of ideas that people linked with this"


def reason(
    cues: list[Hit], place: int, description: str, under: str | None, *, learnt: bool
) -> str:
    """Name the cues; without one, the description if it is among the nearest, else what was learnt.

    `place` is 0 for the entry that is nearest in meaning among those of its framework. `under` is
    the heading that the idea was read with, if it stood under one: cues are its own words alone.
    """
    if cues:
        named = [f"“{cue}”" for cue in list(dict.fromkeys(hit.cue for hit in cues))[:MOST]]
        return f"uses {'a phrase' if len(named) == 1 else 'phrases'} listed for it: " + ", ".join(
            named
        )
    seen = "" if under is None else f", read under “{shorten(under, HEADING, placeholder=' …')}”"
    if learnt and place >= NEAR:
        return LEARNT + seen
    how = "nearest" if place == 0 else "near"
    return f"{how} in meaning to its description: “{_first_sentence(description)}”{seen}"


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].removesuffix(".") + "."
