"""Decided: what people wrote about links is replayed over what the machine found, and wins."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd
from pandera.typing import DataFrame

from pipeline.decisions import Decision, Unfit, decisions, fold
from pipeline.tables import AlignmentDecisions, Frameworks, Ideas, ThemeNames, Themes

Link = tuple[str, str, str, str]  # subject, subject_id, framework, code
Rulings = dict[Link, Decision]  # the row that counts for each link that people spoke of
Misfits = list[tuple[Decision, Unfit]]
Called = Mapping[str, list[str]]  # folded names and ids, and the ids they may mean

KEYS = ["subject", "subject_id", "framework", "code"]
SUBJECTS = {"idea": "idea", "subtheme": "subtheme", "sub-theme": "subtheme", "theme": "theme"}
ANSWERS = ("yes", "no", "undo")
BEFORE_A_CODE = re.compile(r"(?i)^(sdg|target|goal)\s+")
LONELY = Unfit(
    "it counts only together with another value, and there is none",
    "add a row for the value it serves, or take this one back with the answer undo",
)


@dataclass(frozen=True)
class Spoken:
    """What rows of a sheet can speak of: ideas and themes by kind, codes by framework."""

    subjects: Mapping[str, Called]
    codes: Mapping[str, Mapping[str, str]]


def spoken_of(
    ideas: DataFrame[Ideas],
    themes: DataFrame[Themes],
    theme_names: DataFrame[ThemeNames],
    frameworks: DataFrame[Frameworks],
) -> Spoken:
    """Lead from ids, words and names, of themes also former ones, to what they mean now."""
    former = theme_names[~theme_names["name"].map(fold).isin(themes["name"].map(fold))]
    called = {"idea": _called(ideas, "idea_id", "text")}
    for kind, is_top in (("theme", True), ("subtheme", False)):
        now = themes[themes["parent_id"].isna() == is_top]
        once = former[former["theme_id"].isin(now["theme_id"])].drop_duplicates("name", keep="last")
        called[kind] = _called(pd.concat([once, now]), "theme_id", "name")
    return Spoken(called, _codes(frameworks))


def replay(sheet: DataFrame[AlignmentDecisions], spoken: Spoken) -> tuple[Rulings, Misfits]:
    """Find for each link the last row about it; rows that speak of nothing we know come beside.

    The words of an idea mean every idea that has them. The answer "undo" leaves the link to the
    machine again.
    """
    rulings: Rulings = {}
    misfits: Misfits = []
    for row in decisions(sheet):
        try:
            rulings |= dict.fromkeys(_links(row, spoken), row)
        except Unfit as why:
            misfits.append((row, why))
    return {link: row for link, row in rulings.items() if _answer(row) != "undo"}, misfits


def settled(
    of_machine: pd.DataFrame, of_people: pd.DataFrame, entries: pd.DataFrame, rulings: Rulings
) -> pd.DataFrame:
    """Put what people said in the place of what the machine found."""
    keys = of_machine[KEYS].itertuples(index=False, name=None)
    left = pd.Series([key not in rulings for key in keys], of_machine.index, dtype=bool)
    kept = of_machine[left]
    both = [rows for rows in (kept, of_people) if len(rows)] or [kept]
    return in_company(pd.concat(both, ignore_index=True), entries, KEYS[:3])


def in_company(rows: pd.DataFrame, entries: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Drop rows whose entry counts only with others where there is no other."""
    picky = entries.loc[entries["only_with_others"], ["framework", "code"]]
    lonely = set(zip(picky["framework"], picky["code"], strict=True))
    pairs = zip(rows["framework"], rows["code"], strict=True)
    shy = pd.Series([pair in lonely for pair in pairs], rows.index, dtype=bool)
    company = {tuple(row) for row in rows.loc[~shy, by].itertuples(index=False)}
    has = [tuple(row) in company for row in rows[by].itertuples(index=False)]
    return rows[~shy | pd.Series(has, rows.index, dtype=bool)]


def wanted(rulings: Rulings, *subjects: str) -> list[tuple[Link, Decision]]:
    """Links of these kinds that people want, with the row that says so."""
    return [
        (link, row)
        for link, row in rulings.items()
        if link[0] in subjects and _answer(row) == "yes"
    ]


def lonely(rulings: Rulings, made: pd.DataFrame) -> Misfits:
    """Rows that asked for a link which cannot stand alone."""
    there = set(made[KEYS].itertuples(index=False, name=None))
    lost = {row.row: row for link, row in wanted(rulings, *SUBJECTS) if link not in there}
    return [(row, LONELY) for row in lost.values()]


def meant(said: str | None, called: Called, kind: str) -> list[str]:
    """Find what is meant by an id, a name or words."""
    if not said:
        raise Unfit(f"it does not say which {kind}", f"fill in the {kind}, by its id or its words")
    if fold(said) not in called:
        raise Unfit(f"there is no such {kind} any more", "look it up in the last report or index")
    return called[fold(said)]


def why_of(row: Decision) -> str:
    """Give the reason that people wrote down."""
    return row["why"] or "no reason given"


def _called(table: pd.DataFrame, key: str, words: str) -> Called:
    """Lead from words to ids; an id means itself alone, whatever it looks like."""
    called: dict[str, list[str]] = {}
    for each, said in zip(table[key], table[words], strict=True):
        called.setdefault(fold(said), []).append(each)
    return called | {fold(each): [each] for each in table[key]}


def _codes(frameworks: DataFrame[Frameworks]) -> dict[str, dict[str, str]]:
    """Lead from codes and names to codes, framework by framework."""
    return {
        str(name): {fold(said): code for said, code in zip(rows["name"], rows["code"], strict=True)}
        | {fold(code): code for code in rows["code"]}
        for name, rows in frameworks.groupby("framework")
    }


def _links(row: Decision, spoken: Spoken) -> Iterable[Link]:
    """Say which links a row speaks of."""
    subject = SUBJECTS.get(fold(row["subject"] or ""))
    if subject is None:
        raise Unfit(
            f'there is no subject "{row["subject"] or ""}"', "write idea, subtheme or theme"
        )
    _answer(row)
    framework, code = _goal(row, spoken.codes)
    ids = meant(row["what"], spoken.subjects[subject], subject)
    if subject != "idea" and len(ids) > 1:
        raise Unfit(f"several {subject}s have this name", f"write the id: {' or '.join(ids)}")
    return [(subject, each, framework, code) for each in ids]


def _answer(row: Decision) -> str:
    answer = fold(row["answer"] or "")
    if answer not in ANSWERS:
        raise Unfit(f'there is no answer "{row["answer"] or ""}"', f"write {', '.join(ANSWERS)}")
    return answer


def _goal(row: Decision, codes: Mapping[str, Mapping[str, str]]) -> tuple[str, str]:
    """Find the target or value by its code or name.

    Spreadsheets turn 16.10 into 16.1; they leave `SDG 16.10` and names alone.
    """
    framework = fold(row["framework"] or "")
    if framework not in codes:
        raise Unfit(
            f'there is no framework "{row["framework"] or ""}"', f"write one of {', '.join(codes)}"
        )
    said = fold(BEFORE_A_CODE.sub("", row["code"] or ""))
    if said not in codes[framework]:
        near = get_close_matches(said, codes[framework], 3, 0.6) or list(codes[framework])[-1:]
        raise Unfit(
            f'there is no "{row["code"] or ""}" in the framework "{framework}"',
            f"write a code of that framework, such as {codes[framework][near[0]]}",
        )
    return framework, codes[framework][said]
