"""The tables of a run become what its end says: what was found, and what to do next."""

from dataclasses import asdict, dataclass
from pathlib import Path
from textwrap import shorten
from typing import Any

import pandas as pd

from pipeline import store
from pipeline.addresses import site_folder
from pipeline.rounds import CHECKED
from pipeline.signing import unsigned
from pipeline.tables import PLACES
from pipeline.wording import FEWEST, firmness, many, percent

FINDINGS = PLACES["findings_html"].path
EDITED = "findings-edited-*.docx"
SHOWN = ("contribution_id", "status")
UNSURE = 0.8  # confidence, 0 to 1: below it a redaction rests on one word or on the model alone


@dataclass(frozen=True)
class Summary:
    """What a run found, for the end of the run."""

    contributions: dict[str, int]
    unread: int
    files: int
    ideas: int
    in_a_theme: int
    themes: list[tuple[str, int]]
    aligned: float | None
    stability: float | None
    redactions: int
    uncertain: int
    unsigned: int
    flags: int
    conflicts: int
    asked_before: int
    still_public: int
    questions: int
    question: tuple[str, str] | None
    edited: list[str]
    open: list[str]

    def as_dict(self) -> dict[str, Any]:
        """Give the summary as plain values."""
        return asdict(self)

    def as_text(self) -> str:
        """Give the summary as lines of at most 80 columns, sixteen or so; paths stay whole."""
        status = ", ".join(f"{n} {word}" for word, n in self.contributions.items())
        total = sum(self.contributions.values())
        lines = [
            f"{many(total, 'contribution')} from {many(self.files, 'file')}: {status}",
            f"{many(self.unread, 'other piece')} could not be used: {PLACES['ledger'].path}"
            if self.unread
            else "",
            f"{many(self.ideas, 'idea')}: {self.in_a_theme} in {many(len(self.themes), 'theme')}, "
            f"{self.ideas - self.in_a_theme} with no theme yet",
            *(f"  {n:>4}  {name}" for name, n in self.themes[:3]),
            self._firm(),
            self._silent(),
            self._before(),
            self._checked(),
            self._flagged(),
            self._unfit(),
            self._taken_back(),
            self._to_log(),
            *self._asked(),
        ]
        paths = [f"Kept, as changed in Word: {path} (see import-edits)" for path in self.edited]
        paths += [f"Open {path}" for path in self.open]
        return "\n".join([*(line[:80] for line in lines if line), *paths])

    def _asked(self) -> list[str]:
        """Put the question that would help most, and say where the others are."""
        if not self.question:
            return []
        of = many(self.questions, "answer")
        ends = [shorten(idea, 74, placeholder=" …") for idea in self.question]
        asked = f"{of} would help most: {PLACES['ask'].path}. Are these two in one theme?"
        return [asked, *(f"  “{end}”" for end in ends)]

    def _before(self) -> str:
        """Say how many ideas were asked in earlier rounds, if there are any."""
        told = f"{many(self.asked_before, 'idea')} came up in earlier rounds: {FINDINGS}"
        return told if self.asked_before else ""

    def _checked(self) -> str:
        """Say what of the personal data remains to be checked."""
        n, sheet = self.unsigned, PLACES["redactions"].path
        left = f"{many(n, 'contribution')} to check: {sheet}" if n else "signed off"
        unsure = f" ({self.uncertain} uncertain)" if self.uncertain else ""
        return f"{many(self.redactions, 'redaction')}{unsure}, {left}"

    def _flagged(self) -> str:
        """Say how many passages a person should read, if there are any."""
        n = self.flags
        return f"{many(n, 'passage')} to read first: {PLACES['flags'].path}" if n else ""

    def _unfit(self) -> str:
        """Say how many decisions no longer fit, if there are any."""
        said = "1 decision does" if self.conflicts == 1 else f"{self.conflicts} decisions do"
        return f"{said} not fit: see reports/conflicts.csv" if self.conflicts else ""

    def _taken_back(self) -> str:
        """Say how many contributions stand in the index as it is that were taken back since."""
        n, index = self.still_public, PLACES["index"].path
        return f"{many(n, 'contribution')} taken back: still in {index}; publish again" if n else ""

    def _to_log(self) -> str:
        """Say that the index is new and its log is not, once all is signed off."""
        told = 'The index is written anew; "folkmoot publish" logs what changed in it'
        return "" if self.unsigned else told

    def _firm(self) -> str:
        """Say how firm the themes are, if there are any."""
        if self.stability is None:
            few, none = "Too few ideas to look for themes", "No themes that would hold"
            why = few if self.ideas < FEWEST else none
            return f"{why}: the report gives them in reading order."
        return f"How firm the themes are, from 0 to 1: {firmness(self.stability)}"

    def _silent(self) -> str:
        """Say how many ideas the links to goals and values abstain from."""
        if self.aligned is None:
            return ""
        return f"{percent(1 - self.aligned)} of ideas have no link to a goal or value"


def summary(folder: Path) -> Summary:
    """Sum up the tables of the last run."""
    ledger, themes = store.read(folder, "ledger"), store.read(folder, "themes")
    first = store.read(folder, "assignments").query("rank == 1")
    asked = store.read(folder, "ask").sort_values("number")
    tops = themes[themes["parent_id"].isna()].sort_values(
        ["n_ideas", "theme_id"], ascending=[False, True]
    )
    sheet, before = store.read(folder, "redactions"), store.read(folder, "asked_before")
    open_ = unsigned(*(store.read(folder, name) for name in CHECKED))
    site = site_folder(signed=not open_)
    pieces = ledger["contribution_id"].isna()
    counts = ledger.loc[~pieces, "status"].value_counts()
    return Summary(
        contributions={word: int(counts[word]) for word in sorted(counts.index)},
        unread=int(pieces.sum()),
        files=int(ledger["file"].nunique()),
        ideas=len(first),
        in_a_theme=int(first["theme_id"].notna().sum()),
        themes=list(zip(tops["name"], tops["n_ideas"].astype(int), strict=True)),
        aligned=store.read(folder, "metrics")["coverage"]["with_an_alignment"],
        stability=_overall_stability(tops),
        redactions=len(sheet),
        uncertain=int(sheet.query("state == 'proposed' and confidence < @UNSURE").shape[0]),
        unsigned=len(open_),
        flags=len(store.read(folder, "flags")),
        conflicts=len(store.read(folder, "conflicts")),
        asked_before=int(before.loc[before["kind"] == "asked", "idea_id"].nunique()),
        still_public=_still_public(folder, ledger),
        questions=len(asked),
        question=None if asked.empty else (asked["idea"].iloc[0], asked["other_idea"].iloc[0]),
        edited=[f"reports/{one.name}" for one in sorted((folder / "reports").glob(EDITED))],
        open=[str(folder / "reports" / page) for page in ("findings.html", f"{site}index.html")],
    )


def _still_public(folder: Path, ledger: pd.DataFrame) -> int:
    """Count contributions that the index shows as it stands, and that are not to be shown now."""
    data = folder / PLACES["index"].path / "contributions.csv"
    if not data.exists():
        return 0
    there, here = store.of_this_round(pd.read_csv(data, dtype=str)), ledger[list(SHOWN)]
    ids = [set(each.loc[each["status"] == "included", SHOWN[0]]) for each in (there, here)]
    return len(ids[0] - ids[1])


def _overall_stability(themes: pd.DataFrame) -> float | None:
    """Weigh each theme's stability by its ideas."""
    known = themes[themes["stability"].notna()]
    total = known["n_ideas"].sum()
    return float((known["stability"] * known["n_ideas"]).sum() / total) if total else None
