"""Memory: themes found before keep their ids, and their ideas, as long as that is still right."""

from collections.abc import Callable
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing import DataFrame

from pipeline.tables import ThemeMemory

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

SAME = 0.5  # Jaccard index of the old ideas: from here a theme is the one it was
LOYALTY = 0.03  # worth by which new themes must be better than the old ones to replace them
OUTSIDE = 0.5  # worth lost by leaving every idea without a theme
NEW = -2  # an idea that was not there before


def remembered(members: pd.Series, memory: DataFrame[ThemeMemory]) -> Ints:
    """Tell in which theme each thing said was found before, by number; -1 is none, -2 new.

    `members` lists the ideas that say each thing; the first one known speaks for all.
    """
    known = dict(zip(memory["idea_id"], memory["found"], strict=True))
    return np.array(
        [next((known[idea] for idea in ideas if idea in known), NEW) for ideas in members],
        dtype=np.int64,
    )


def keep_themes(
    before: Ints, found: Ints, place: Callable[[Ints], Ints], worth: Callable[[Ints], float]
) -> Ints:
    """Take the themes of before, new ideas in the nearest of them, unless those found are better.

    `place` gives new ideas a theme; `worth` says how well a grouping parts the ideas. Where the
    ideas that are left are too few for themes, those of before are gone too.
    """
    if not (before >= 0).any() or not (found >= 0).any():
        return found
    kept = place(before)
    left_out = OUTSIDE * float(np.mean(kept < 0) - np.mean(found < 0))
    return kept if worth(kept) - left_out >= worth(found) - LOYALTY else found


def keep_ids(now: pd.Series, before: pd.Series) -> dict[str, str]:
    """Lead each theme to the id of the one before that has substantially the same old ideas.

    Both are theme ids by idea_id, missing for none. A theme that is new never takes an id that
    another had: its own is drawn again until it is free.
    """
    both = pd.DataFrame({"now": now, "before": before}).loc[now.index.intersection(before.index)]
    shared = both.value_counts(["now", "before"]).rename("shared").reset_index()
    size, size_before = both["now"].value_counts(), both["before"].value_counts()
    sizes = [shared["now"].map(size), shared["before"].map(size_before)]
    either = sum(of.astype("float64") for of in sizes) - shared["shared"]
    alike = shared.assign(jaccard=shared["shared"] / either)
    alike = alike[alike["jaccard"] >= SAME].sort_values(
        ["jaccard", "now", "before"], ascending=[False, True, True]
    )
    alike = alike.drop_duplicates("now").drop_duplicates("before")
    kept = dict(zip(alike["now"], alike["before"], strict=True))
    taken = set(before.dropna())
    return kept | {name: _free(name, taken) for name in sorted(set(now.dropna()) - set(kept))}


def _free(name: str, taken: set[str]) -> str:
    """Draw an id again until no theme has or had it."""
    while name in taken:
        name = name[:2] + sha256(name.encode()).hexdigest()[:6]
    taken.add(name)
    return name
