"""What all pages of the index share: the way back, licence, contact and banner."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.document import Block, Bullets, Document, Inline, Link, Paragraph, Parts
from pipeline.findings import Contribution, Findings, Rows
from pipeline.join import natural
from pipeline.publish.outcomes import Outcome, place_of_outcome

MIDDLE_DOT = " · "
WITHHELD = "withheld.html"


@dataclass(frozen=True)
class Site:
    """What all pages share."""

    title: str
    licence: str
    contact: str
    base_url: str
    longest_list: int
    banner: str | None


@dataclass(frozen=True)
class Content:
    """What the pages of a round tell: its findings, what became of everything, what is missing."""

    findings: Findings
    answers: dict[str, list[Outcome]]
    commitments: Rows
    milestones: Rows
    missing: Rows
    set_aside: Rows
    papers: Rows
    rounds: Rows
    earlier: Rows
    across: Rows
    taken_out: Mapping[str, Mapping[str, int]]

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """Give the first answer to each contribution."""
        return {name: answers[0] for name, answers in self.answers.items()}

    def outcome(self, each: Contribution) -> Outcome:
        """Give what became of a contribution: the first answer to it."""
        return self.answers_to(each)[0]

    def answers_to(self, each: Contribution) -> list[Outcome]:
        """Give what became of a contribution, decision by decision."""
        return self.answers.get(each.id, [Outcome()])

    def of_round(self, name: str) -> Rows:
        """Give the published contributions to an earlier round."""
        return [each for each in self.earlier if each["round"] == name]

    def by_outcome(self) -> dict[str, list[Contribution]]:
        """Give the published contributions by what became of them, in the order of the list.

        One with several answers stands under each.
        """
        found: dict[str, list[Contribution]] = {}
        for each in self.findings.included():
            for state in dict.fromkeys(answer.state for answer in self.answers_to(each)):
                found.setdefault(state, []).append(each)
        return {state: found[state] for state in sorted(found, key=place_of_outcome)}

    def by_town(self) -> dict[str, list[Contribution]]:
        """Give the published contributions by the place where they were heard, in any case."""
        found: dict[str, list[Contribution]] = {}
        spelt: dict[str, str] = {}
        for source in self.findings.sources.values():
            if source.town:
                town = spelt.setdefault(source.town.casefold(), source.town)
                found.setdefault(town, []).extend(self.findings.given.get(source.id, []))
        return dict(sorted(found.items()))


def missing_from(ledger: Rows) -> Rows:
    """Give what is not shown, in the order of the files."""
    return sorted((row for row in ledger if row["status"] != "included"), key=_place)


def taken_out(redactions: Rows) -> dict[str, Counter[str]]:
    """Count what was taken out of each contribution by kind; what people put back is not."""
    counts: dict[str, Counter[str]] = {}
    for row in redactions:
        if row["state"] != "rejected":
            counts.setdefault(row["contribution_id"], Counter())[row["kind"]] += 1
    return counts


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    return (natural(row["file"]), natural(row["location"]), row["contribution_id"] or "")


def page(
    site: Site, title: Parts, description: str, blocks: tuple[Block, ...], file: str
) -> Document:
    """Make a page with the way back to the front page and a line on licence and contact."""
    trail = (Link((site.title,), f"{up_from(file)}index.html"),) if file != "index.html" else ()
    foot: list[Inline] = [f"Licence: {site.licence}. "] if site.licence else []
    foot += [f"Questions, or something to correct: {site.contact}. "] if site.contact else []
    foot += ["Names of people who contributed are not published."]
    return Document(title, description, blocks, trail, site.banner, "en", tuple(foot))


def up_from(file: str) -> str:
    """Lead from a page to the folder of the index."""
    return "../" * file.count("/")


def listed_or_none(items: list[Parts]) -> tuple[Block, ...]:
    """Give a list, or say that there is nothing in it."""
    return (Bullets(tuple(items)),) if items else (Paragraph(("None so far.",)),)
