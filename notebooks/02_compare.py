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
# # Compare two runs and hand labels
#
# One round, two runs of the room `cluster`: as it stands, and with one dial turned. Side by side with the labels that
# people gave, where there are some. Run the round first: `make run` for the sample, `folkmoot run DIR` for yours.

# %%
import os
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from sklearn.metrics import adjusted_rand_score, v_measure_score

from pipeline import store
from pipeline.evaluate import as_text, evaluate
from pipeline.measure import match_labels
from pipeline.stages import room_of, stage_named

ROUND = Path(os.environ.get("FOLKMOOT_ROUND", ".."))
TURNED = {"theme_size": 2.0}  # turn another dial of params.yaml here

# %% [markdown]
# ## The other run
#
# A room is a function: tables in, tables out. The memory of earlier themes is left out, so that the dial alone decides.

# %%
stage = stage_named("cluster")
given = {name: store.read(ROUND, name) for name in stage.reads}
given["theme_memory"] = given["theme_memory"].head(0)
dials = store.read_params(ROUND)["cluster"] | TURNED
other = dict(zip(stage.writes, room_of(stage)(*given.values(), **dials), strict=True))

# %% [markdown]
# ## Side by side
#
# One row an idea: the theme of this run, the theme of the other, and what people said first of all.

# %%
themes = store.read(ROUND, "themes").set_index("theme_id")["name"]
this = store.read(ROUND, "assignments").query("rank == 1").set_index("idea_id")["theme_id"]
that = other["assignments"].query("rank == 1").set_index("idea_id")["theme_id"]
labels = store.read(ROUND, "labels")
said = given["ideas"].set_index("idea_id")["text"]
place = pd.Series(match_labels(given["ideas"], labels), dtype="Int64").reindex(said.index)
people = place.map(labels["theme"].str.split("|").str[0].reset_index(drop=True), na_action="ignore")
both = pd.DataFrame(
    {
        "text": said,
        "this run": this.map(themes).fillna("no theme yet"),
        "other run": that.fillna("no theme yet"),
        "people": people,
    }
)
both.head(12)

# %% [markdown]
# ## How far they agree
#
# The adjusted Rand index is 1 when two put the same ideas together, and about 0 when they agree no more than by chance.

# %%
told = both.dropna(subset="people")
pairs = {
    "this run and the other": (both["this run"], both["other run"]),
    "this run and people": (told["this run"], told["people"]),
    "the other run and people": (told["other run"], told["people"]),
}
pd.DataFrame(
    {
        name: {
            "ideas": len(one),
            "themes": one.nunique(),
            "adjusted Rand index": adjusted_rand_score(one, two) if len(one) else None,
            "V-measure": v_measure_score(one, two) if len(one) else None,
        }
        for name, (one, two) in pairs.items()
    }
).T.round(2)

# %% [markdown]
# ## Who is where
#
# Rows are themes of people (or of the other run, if nobody gave labels), columns themes of this run.

# %%
rows = told["people"] if len(told) else both["other run"]
table = pd.crosstab(rows, both.loc[rows.index, "this run"])
figure, axis = plt.subplots(figsize=(9, 6))
axis.imshow(table, cmap="Blues")
axis.set_xticks(range(table.shape[1]), table.columns, rotation=60, ha="right", fontsize=7)
axis.set_yticks(range(table.shape[0]), table.index, fontsize=7)
for (y, x), count in zip(
    [(y, x) for y in range(table.shape[0]) for x in range(table.shape[1])],
    table.to_numpy().ravel(),
    strict=True,
):
    if count:
        axis.text(x, y, count, ha="center", va="center", fontsize=7)
figure.tight_layout()

# %% [markdown]
# ## Where to look first
#
# The same as `folkmoot evaluate`: theme by theme, the ideas that people and machine see most differently, and the rules
# of a good set of themes that are not kept.

# %%
names = ("ideas", "assignments", "themes", "alignments", "labels", "context_vectors")
print(as_text(evaluate({name: store.read(ROUND, name) for name in names})))
