# ---
# jupyter:
#   jupytext:
#     formats: py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Explore a round
#
# Load what `folkmoot run` wrote, see the map of ideas, read the themes and one theme's ideas, then turn one dial
# and compare. Run the round first: `make run` for the sample, `folkmoot run DIR` for yours.

# %%
import os
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score

from pipeline import store
from pipeline.cluster import cluster

ROUND = Path(os.environ.get("FOLKMOOT_ROUND", ".."))

# %% [markdown]
# ## The tables
#
# Every table has its shape in `pipeline/tables.py`. Ids join them; the order of rows means nothing.

# %%
ideas, vectors, groups, assignments, themes, *said = (
    store.read(ROUND, name)
    for name in (
        *("ideas", "vectors", "groups", "assignments", "themes"),
        *("codebook", "codebook_vectors", "corrections", "theme_memory", "theme_names"),
    )
)
first = assignments.query("rank == 1").merge(ideas, on="idea_id")
pd.DataFrame(
    {
        "ideas": [len(ideas)],
        "in a theme": [first["theme_id"].notna().sum()],
        "themes": [first["theme_id"].nunique()],
    }
)

# %% [markdown]
# ## The themes
#
# `stability` says how often a theme comes back when ideas are drawn again: above 0.75 it is firm, below 0.5 treat it
# as a suggestion (Hennig 2007).

# %%
tops = themes[themes["parent_id"].isna()].sort_values("n_ideas", ascending=False)
tops[["name", "key_words", "n_ideas", "n_sources", "n_events", "stability"]]

# %% [markdown]
# ## The map
#
# Two dimensions for looking only, never for grouping: neighbours on the map need not be neighbours in meaning.

# %%
flat = PCA(2, random_state=0).fit_transform(np.stack(list(vectors["vector"])))
places = vectors[["idea_id"]].assign(x=flat[:, 0], y=flat[:, 1]).merge(first, on="idea_id")
figure, axis = plt.subplots(figsize=(9, 6))
for theme_id, part in places.groupby("theme_id", dropna=False):
    name = tops.set_index("theme_id")["name"].get(theme_id, "no theme yet")
    axis.scatter(part["x"], part["y"], s=18, label=name)
axis.legend(fontsize=7, loc="center left", bbox_to_anchor=(1, 0.5))
axis.set_title("Ideas, near in meaning where they are near here, roughly")
figure.tight_layout()

# %% [markdown]
# ## One theme's ideas, the most central first

# %%
theme = tops.iloc[0] if len(tops) else None
if theme is not None:
    own = first[first["theme_id"] == theme["theme_id"]].sort_values("strength", ascending=False)
    display(own[["text", "strength"]].head(15))  # noqa: F821  display is the notebook's own

# %% [markdown]
# ## Turn one dial and compare
#
# The room is a function: the same call that the run made, with another value. The adjusted Rand index is 1 when both
# runs put the same ideas together, and about 0 when they agree no more than by chance.

# %%
dials = store.read_params(ROUND)["cluster"]
other, *_ = cluster(ideas, vectors, groups, *said, **{**dials, "method": "kmeans"})
both = first.merge(other.query("rank == 1"), on="idea_id", suffixes=("", "_other"))
agreement = adjusted_rand_score(
    both["theme_id"].fillna("none"), both["theme_id_other"].fillna("none")
)
pd.crosstab(both["theme_id"].fillna("none"), both["theme_id_other"].fillna("none")).assign(
    agreement=round(agreement, 2)
)
