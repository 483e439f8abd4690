"""Ask: the most telling pairs of ideas become questions, with the cells of the answer's row."""

import pandas as pd
from pandera.typing import DataFrame

from pipeline.findings import Findings, Idea
from pipeline.tables import Ask, Questions
from pipeline.wording import NO_THEME

QUESTION = "Do these two belong to the same theme?"


def ask(findings: Findings, questions: DataFrame[Questions]) -> DataFrame[Ask]:
    """Put each question in words, with the action for yes and for no, and what it is about.

    Ideas of contributions that are not included are not asked about, as nobody may see them.
    """
    pairs = [
        (findings.ideas[one], findings.ideas[other], int(weight))
        for one, other, weight in questions.itertuples(index=False)
        if one in findings.ideas and other in findings.ideas
    ]
    rows = [
        {
            "number": number,
            "question": QUESTION,
            "idea": one.text,
            "other_idea": other.text,
            "theme": _theme(findings, one),
            "other_theme": _theme(findings, other),
            "if_yes": "same theme",
            "if_no": "not same theme",
            "what": one.id,
            "to": other.id,
            "pairs": weight,
        }
        for number, (one, other, weight) in enumerate(pairs, start=1)
    ]
    return Ask.validate(pd.DataFrame(rows, columns=list(Ask.to_schema().columns)))


def _theme(findings: Findings, idea: Idea) -> str:
    return findings.themes[idea.theme_id].name if idea.theme_id else NO_THEME
