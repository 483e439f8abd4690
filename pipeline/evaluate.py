"""Evaluate: the tables of a round and people's labels become what they agree on and where not."""

from collections.abc import Mapping
from textwrap import shorten, wrap
from typing import Any

import pandas as pd

from pipeline.agreement import alpha
from pipeline.measure import agreement, match_labels
from pipeline.rules import check_themes, in_words
from pipeline.wording import NO_THEME, many

RULED = ("themes", "assignments", "ideas", "context_vectors")
INDENTED: dict[str, Any] = {"initial_indent": "    ", "subsequent_indent": "      "}
SHOWN = 10  # ideas that people and machine see most differently


def evaluate(tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Compare first themes with people's, theme by theme and idea by idea, and hold the rules.

    `tables` has ideas, assignments, themes, alignments, labels and context_vectors. What cannot be
    computed, as where nobody gave labels, is None or empty.
    """
    both = _side_by_side(tables)
    first = tables["assignments"].query("rank == 1")
    aligned = tables["alignments"].query("subject == 'idea'")
    return {
        "agreement": agreement(tables["ideas"], first, aligned, tables["labels"]),
        "coders": int(tables["labels"]["coder"].nunique()),
        "krippendorff_alpha": krippendorff_alpha(_codings(tables["labels"])),
        "themes": _by_theme(both),
        "confusion": _confusion(both),
        "seen_differently": _seen_differently(both),
        "rules": in_words(check_themes(*(tables[name] for name in RULED))),  # type: ignore[arg-type]
    }


def krippendorff_alpha(codings: pd.DataFrame) -> float | None:
    """Agreement of coders beyond chance, 1 at most: `codings` has unit, coder and value (nominal).

    None where no unit has two coders, or where all values are the same.
    """
    told = codings.drop_duplicates(["unit", "coder"]).dropna(subset="value")
    found = alpha([list(values) for _, values in told.groupby("unit")["value"]], ordinal=False)
    return None if found is None else round(found, 4)


def _side_by_side(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row for each labelled idea: its text, the theme of people, and the theme found."""
    labels, ideas = tables["labels"], tables["ideas"]
    labelled = labels[labels["theme"].notna()].reset_index(drop=True)
    place = match_labels(ideas, labelled)
    names = tables["themes"].set_index("theme_id")["name"]
    first = tables["assignments"].query("rank == 1").set_index("idea_id")["theme_id"].map(names)
    known = ideas[ideas["idea_id"].isin(place)][["idea_id", "text"]]
    theirs = labelled["theme"].map(_first_theme).to_numpy()[known["idea_id"].map(place).astype(int)]
    return known.assign(
        people=theirs, machine=known["idea_id"].map(first).fillna(NO_THEME)
    ).reset_index(drop=True)


def _first_theme(text: object) -> str:
    return str(text).split("|", maxsplit=1)[0].strip()


def _codings(labels: pd.DataFrame) -> pd.DataFrame:
    """Give who put what under which theme first."""
    named = labels[labels["theme"].notna()]
    unit = named["idea"].str.split().str.join(" ").str.casefold()
    return pd.DataFrame(
        {"unit": unit, "coder": named["coder"], "value": named["theme"].map(_first_theme)}
    )


def _by_theme(both: pd.DataFrame) -> list[dict[str, Any]]:
    """Find for each theme of people the one that matches best (F1), with precision and recall."""
    if both.empty:
        return []
    shared = both.value_counts(["people", "machine"]).rename("shared").reset_index()
    sizes = {side: shared[side].map(both[side].value_counts()) for side in ("people", "machine")}
    table = shared.assign(
        ideas=sizes["people"],
        precision=shared["shared"] / sizes["machine"],
        recall=shared["shared"] / sizes["people"],
        f1=2 * shared["shared"] / (sizes["people"] + sizes["machine"]),
    )
    best = table.sort_values(["f1", "machine"], ascending=[False, True]).drop_duplicates("people")
    ordered = best.sort_values(["ideas", "people"], ascending=[False, True]).round(4)
    columns = ["people", "ideas", "machine", "precision", "recall", "f1"]
    return [{str(k): v for k, v in row.items()} for row in ordered[columns].to_dict("records")]


def _confusion(both: pd.DataFrame) -> dict[str, dict[str, int]]:
    """How many ideas of each theme of people are in each theme found."""
    counts = both.value_counts(["people", "machine"]).sort_index()
    found: dict[str, dict[str, int]] = {}
    for people, machine, count in counts.reset_index().itertuples(index=False):
        found.setdefault(str(people), {})[str(machine)] = int(count)
    return found


def _seen_differently(both: pd.DataFrame) -> list[dict[str, Any]]:
    """Ideas whose neighbours differ most: those under one label, and those in one theme."""
    shared = both.groupby(["people", "machine"])["idea_id"].transform("size") - 1
    mates = both.groupby("people")["idea_id"].transform("size") - 1
    others = both.groupby("machine")["idea_id"].transform("size") - 1
    alike = 2 * shared / (mates + others).clip(lower=1)
    worst = both.assign(alike=alike.round(4), lost=mates + others)
    worst = worst.sort_values(["alike", "lost", "idea_id"], ascending=[True, False, True])
    columns = ["idea_id", "text", "people", "machine", "alike"]
    rows = worst[worst["alike"] < 1].head(SHOWN)[columns].to_dict("records")
    return [{str(k): v for k, v in row.items()} for row in rows]


def as_text(found: Mapping[str, Any]) -> str:
    """Lay out what was found, at most 80 columns wide."""
    agreed = found["agreement"]["themes"]
    lines = ["Nobody has labelled ideas with themes yet: data/raw/decisions/labels.csv."]
    if agreed:
        lines = [
            f"Agreement with people on {many(agreed['ideas'], 'idea')} "
            "(1: the same, 0: no more than by chance)",
            f"  adjusted Rand index {_two(agreed['adjusted_rand_index'])}, "
            f"V-measure {_two(agreed['v_measure'])}",
            f"  Krippendorff's alpha of {many(found['coders'], 'coder')}: "
            f"{_two(found['krippendorff_alpha'])}",
            *("", f"{'Theme of people':<27} ideas  prec.  rec.  Theme that matches best"),
            *map(_theme_line, found["themes"]),
            *("", "Ideas that people and machine see most differently"),
            *(line for row in found["seen_differently"] for line in _idea_lines(row)),
        ]
    return "\n".join([*lines, "", *_rule_lines(found["rules"])])


def _rule_lines(rules: list[dict[str, str]]) -> list[str]:
    """Give each rule that is not kept with its reason, and below it what breaks it."""
    if not rules:
        return ["All rules of a good set of themes are kept."]
    by_reason: dict[str, list[str]] = {}
    for row in rules:
        by_reason.setdefault(row["why"], []).append(row["what"])
    lines = ["Rules of a good set of themes that are not kept"]
    for why, broken in by_reason.items():
        lines += [f"  {part}" for part in wrap(why, 76)]
        lines += [part for what in broken for part in wrap(f"- {what}", 74, **INDENTED)]
    return lines


def _two(number: float | None) -> str:
    return "–" if number is None else f"{number:.2f}"


def _theme_line(row: Mapping[str, Any]) -> str:
    people, machine = (shorten(row[side], 26, placeholder="…") for side in ("people", "machine"))
    shares = f"{_two(row['precision'])}  {_two(row['recall'])}"
    return f"{people:<27} {row['ideas']:>5}   {shares}  {machine}"


def _idea_lines(row: Mapping[str, Any]) -> list[str]:
    said = shorten(row["text"], 74, placeholder=" …")
    seen = shorten(f"people: {row['people']}; here: {row['machine']}", 76, placeholder="…")
    return [f"  “{said}”", f"    {seen}"]
