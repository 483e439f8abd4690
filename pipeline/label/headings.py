"""Headings: what stood above several people's points names the theme that gathers such points."""

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

MOST_WORDS = 6  # of a name
NEAR = 0.4  # cosine between a heading and the middle of its theme: below it the heading says little
SHARED = 3  # contributions that a heading must stand above: one person's title takes a side
SAID_ABOVE = 0.3  # what it counts for when a heading stood above all points of the theme
GATHERED, FILLED = 0.5, 0.2  # share of its points in a theme, and of the theme's, that let it name
WHEN = re.compile(
    r"(?i)\b((mon|tues|wednes|thurs|fri|satur|sun)day|(19|20)\d\d)$"
)  # a meeting's own title
GENERIC = re.compile(
    r"(?i)^(anything|something|other|misc\w*|general|comment|point|note|idea|example|news|agenda"
    r"|introduction|welcome|background|next step|key (resource|point|date)|question|summary)s?\b"
)
ADDRESS = re.compile(r"\w[./]\w+[./]|@|//")  # of a page or a person


def name_by_heading(said: pd.DataFrame, heard: pd.Series, contexts: pd.DataFrame) -> dict[str, str]:
    """Choose for each group the heading or title that fits it best, and no other group better.

    `said` has idea_id, contribution_id and group; `heard` gives an idea's vector; `contexts` has
    idea_id, text and vector. A group without a heading near enough is left out.
    """
    centres = {str(group): _middle(heard.loc[of["idea_id"]]) for group, of in said.groupby("group")}
    above = said[["idea_id", "contribution_id", "group"]].merge(contexts, on="idea_id")
    above = above.assign(text=above["text"].map(tidy))
    shared = above.groupby("text")["contribution_id"].transform("nunique") >= SHARED
    usable = above[shared & above["text"].map(_could_be_a_name).astype(bool)]
    if usable.empty:
        return {}
    rows = [_fit(str(text), of, centres, said) for text, of in usable.groupby("text")]
    fits = pd.DataFrame([row for of in rows for row in of], columns=["group", "text", "worth"])
    return _choose(fits.sort_values(["worth", "text"], ascending=[False, True]))


def _middle(vectors: pd.Series) -> Floats:
    """Give the mean direction of vectors."""
    mean = np.stack(list(vectors)).astype(np.float64).mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12))


def tidy(text: str) -> str:
    """Bring a heading into the form of a name: no case of its own, no mark at its end."""
    plain = " ".join(text.split()).strip(" .:;!-–—\"'")
    plain = plain.lower() if plain.isupper() else plain
    return plain[:1].upper() + plain[1:]


def _could_be_a_name(text: str) -> bool:
    """Tell whether a heading is short and says something; marks of redaction and dates do not."""
    says = not (GENERIC.match(text) or WHEN.search(text) or ADDRESS.search(text) or "[" in text)
    return says and 0 < len(text.split()) <= MOST_WORDS


def _fit(
    text: str, above: pd.DataFrame, centres: dict[str, Floats], said: pd.DataFrame
) -> list[tuple[str, str, float]]:
    """Say how well a heading fits the one group that it could name.

    That is the group nearest to it in meaning; or, as people word their headings freely, the group
    that gathers most of what was said under it, if that is much of the group.
    """
    vector = np.asarray(above["vector"].iat[0], dtype=np.float64)
    near = {group: float(centre @ vector) for group, centre in centres.items()}
    held = {str(group): len(of) for group, of in above.groupby("group")}
    filled = {group: times / (said["group"] == group).sum() for group, times in held.items()}
    fitting = [
        group
        for group in sorted(held)
        if (near[group] >= NEAR and near[group] == max(near.values()))
        or (held[group] >= GATHERED * len(above) and filled[group] >= FILLED)
    ]
    worth = {group: round(near[group] + SAID_ABOVE * filled[group], 6) for group in fitting}
    return [(group, text, worth[group]) for group in sorted(worth, key=lambda g: -worth[g])[:1]]


def _choose(fits: pd.DataFrame) -> dict[str, str]:
    """Take the best heading of each group."""
    best = fits.drop_duplicates("group")
    return dict(zip(best["group"], best["text"], strict=True))
