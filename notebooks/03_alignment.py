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
# # Where links to goals and values fail
#
# Links are proposals: people decide. This notebook sets them beside what people said (`decisions/labels.csv`) and shows
# what was missed, what was claimed wrongly, and which kinds of reason to trust. Run the round first.

# %%
import os
from pathlib import Path

import pandas as pd

from pipeline import store
from pipeline.decisions import fold
from pipeline.matrix import matrix

ROUND = Path(os.environ.get("FOLKMOOT_ROUND", ".."))
pd.set_option("display.max_colwidth", 90)

# %% [markdown]
# ## Themes against goals, values and leads
#
# The same table as `reports/matrix.csv`, made by one function. `linked` says whether the theme as a whole has the code.

# %%
NAMES = (
    "contributions",
    "ideas",
    "assignments",
    "themes",
    "alignments",
    "frameworks",
    "lead_organisations",
)
tables = {name: store.read(ROUND, name) for name in NAMES}
cells = matrix(*tables.values())
counted = cells[cells["part"] == "theme"]
counted.pivot_table("n_ideas", "theme", ["framework", "code"], fill_value=0).astype(int)

# %% [markdown]
# ## Where it says nothing
#
# Abstaining is an answer. Look through these: is there a goal or value in them that a person would see?

# %%
ideas, alignments = tables["ideas"], tables["alignments"]
links = alignments[alignments["subject"] == "idea"].rename(columns={"subject_id": "idea_id"})
silent = ideas[~ideas["idea_id"].isin(links["idea_id"])]
print(f"{len(silent)} of {len(ideas)} ideas speak clearly of no goal or value")
silent[["text"]].head(15)

# %% [markdown]
# ## Against what people said
#
# A link is right here if a person gave the idea the same target or value. One person's labels are not the truth: in our own
# set of ideas two readers agree on values with an alpha above .9, and on targets with .84.

# %%
labels = store.read(ROUND, "labels").drop_duplicates("idea")
told = ideas.assign(idea=ideas["text"].map(fold)).merge(
    labels.assign(idea=labels["idea"].map(fold)), on="idea"
)
said = pd.concat(
    told[["idea_id"]]
    .assign(framework=name, code=told[name].fillna("").str.split("|"))
    .explode("code")
    for name in ("sdg", "ogp")
)
said = said[said["code"] != ""]
judged = links[links["idea_id"].isin(told["idea_id"]) & links["framework"].isin(["sdg", "ogp"])]
both = said.merge(judged, how="outer", on=["idea_id", "framework", "code"], indicator="who")
both["who"] = both["who"].map({"both": "both", "left_only": "missed", "right_only": "claimed"})
by_code = both.groupby(["framework", "code"])["who"].value_counts().unstack(fill_value=0)
by_code = by_code.reindex(columns=["both", "missed", "claimed"], fill_value=0)
by_code.assign(all=by_code.sum(axis=1)).sort_values("all", ascending=False).head(15)

# %% [markdown]
# ## Which reasons to trust
#
# The share of links that a person gave too, by what the link rests on, and by how sure it was.

# %%
kinds = {"uses": "a phrase of the list", "nearest": "nearest in meaning", "near": "near in meaning"}
claims = both[both["reason"].notna()].copy()
claims["rests on"] = claims["reason"].str.split().str[0].map(kinds).fillna("what was learnt")
claims["right"] = claims["who"] == "both"
claims.groupby(["framework", "rests on"])["right"].agg(["mean", "size"]).round(2)

# %%
steps = pd.cut(claims["probability"], [0.3, 0.5, 0.7, 0.9, 1.0])
claims.groupby(["framework", steps], observed=True).agg(
    said=("probability", "mean"), right=("right", "mean"), links=("right", "size")
).round(2)

# %% [markdown]
# ## Read the failures
#
# Claimed wrongly, the surest first: often the words are only the setting ("the back of the 22 bus"), not what is asked for.
# Put a row into `decisions/alignments.csv` to put one right.

# %%
text = ideas.set_index("idea_id")["text"]
wrong = claims[~claims["right"]].sort_values("probability", ascending=False)
wrong.assign(text=wrong["idea_id"].map(text))[
    ["code", "probability", "evidence", "reason", "text"]
].head(15)

# %%
missed = both[both["who"] == "missed"]
missed.assign(text=missed["idea_id"].map(text))[["framework", "code", "text"]].head(15)

# %% [markdown]
# ## Turn the dial
#
# A higher threshold claims less and is right more often. Links below the dial in `params.yaml` are not in the table.

# %%
pd.DataFrame(
    {
        "threshold": level,
        "links": int((kept := claims["probability"] >= level).sum()),
        "right": round(claims.loc[kept, "right"].mean(), 2),
        "found of what people said": round(claims.loc[kept, "right"].sum() / max(len(said), 1), 2),
    }
    for level in (0.35, 0.5, 0.65, 0.8, 0.95)
)
