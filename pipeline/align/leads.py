"""Leads: who people say should lead on a theme becomes one line a theme."""

import pandas as pd
from pandera.typing import DataFrame

from pipeline.align.decided import Called, Misfits, Spoken, meant
from pipeline.decisions import Decision, Unfit, decisions
from pipeline.tables import LeadOrganisations, Leads


def lead_organisations(
    sheet: DataFrame[Leads], spoken: Spoken
) -> tuple[DataFrame[LeadOrganisations], Misfits]:
    """Take the last row about each theme; without an organisation it says that nobody leads now."""
    called = {**spoken.subjects["subtheme"], **spoken.subjects["theme"]}
    last: dict[str, Decision] = {}
    misfits: Misfits = []
    for row in decisions(sheet):
        try:
            last[_theme(row, called)] = row
        except Unfit as why:
            misfits.append((row, why))
    made = [(theme, row["organisation"], row["why"]) for theme, row in sorted(last.items())]
    columns = list(LeadOrganisations.to_schema().columns)
    named = pd.DataFrame([each for each in made if each[1]], columns=columns)
    return LeadOrganisations.validate(named), misfits


def _theme(row: Decision, called: Called) -> str:
    ids = meant(row["theme"], called, "theme")
    if len(ids) > 1:
        raise Unfit("several themes have this name", f"write the id: {' or '.join(ids)}")
    return ids[0]
