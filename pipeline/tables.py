"""The shape of every table that crosses a boundary, and where in a round it lives."""

from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

OUTCOMES = (  # the best placed first: what a contribution with several ideas is told
    "in a commitment",
    "informs a commitment",
    "merged",
    "already under way",
    "out of scope",
    "not taken forward",
    "not yet decided",
)
DECIDED_BY = ("government", "civil society", "forum")
CO_CREATION_STATUS = ("met", "partly", "not met", "not known")
AS_WRITTEN = "as written"  # state of what stands in organisers' own words, which nobody changes
MILESTONE_STATUS = ("not started", "under way", "delayed", "complete", "stopped")


class Table(pa.DataFrameModel):
    """What all tables share: declared columns only, any row order; an empty cell is not known."""

    class Config:
        """Refuse columns nobody declared; bring values to the declared type."""

        strict = True
        coerce = True


class Files(Table):
    """Everything found in `data/raw`, unread: path below `data/raw` with `/`, and the bytes."""

    file: Series[str] = pa.Field(unique=True)
    content: Series[object]


class Columns(Table):
    """What people settled in `data/raw/columns.yaml`: in `file`, read `column` as `role`."""

    file: Series[str]
    role: Series[str]
    column: Series[str]


class Settings(Table):
    """The dials of a round as `params.yaml` has them, each beside the value it comes with."""

    stage: Series[str]
    dial: Series[str]
    value: Series[str]
    usual: Series[str]


class Events(Table):
    """Where people were heard: one row an event, date as YYYY-MM-DD.

    `found_in` says where in `file` an event was found that no list of events names.
    """

    event_id: Series[str] = pa.Field(unique=True)
    name: Series[str]
    date: Series[str] = pa.Field(nullable=True, str_matches=r"^\d{4}-\d{2}-\d{2}$")
    place: Series[str] = pa.Field(nullable=True)
    kind: Series[str] = pa.Field(nullable=True)
    attendance: Series[float] = pa.Field(nullable=True, ge=0)
    file: Series[str] = pa.Field(nullable=True)
    status: Series[str] = pa.Field(nullable=True)
    found_in: Series[str] = pa.Field(nullable=True)


class Contributions(Table):
    """What one person or table gave, as received; private, never published as it stands.

    `table` is the table or group of an event where it was said, such as `Table 3`; `note_taker` who
    wrote it down there.
    """

    contribution_id: Series[str] = pa.Field(unique=True)
    file: Series[str]
    location: Series[str]
    original_id: Series[str] = pa.Field(nullable=True)
    platform: Series[str]
    event_id: Series[str] = pa.Field(nullable=True)
    parent_id: Series[str] = pa.Field(nullable=True)
    heading: Series[str] = pa.Field(nullable=True)
    title: Series[str] = pa.Field(nullable=True)
    text: Series[str]
    why: Series[str] = pa.Field(nullable=True)
    author: Series[str] = pa.Field(nullable=True)
    table: Series[str] = pa.Field(nullable=True)
    note_taker: Series[str] = pa.Field(nullable=True)
    language: Series[str] = pa.Field(nullable=True)
    submitted_at: Series[str] = pa.Field(nullable=True)
    rating: Series[float] = pa.Field(nullable=True)
    votes_total: Series[float] = pa.Field(nullable=True, ge=0)
    votes_for: Series[float] = pa.Field(nullable=True, ge=0)
    votes_against: Series[float] = pa.Field(nullable=True, ge=0)
    tags: Series[str] = pa.Field(nullable=True)
    consent: Series[str] = pa.Field(nullable=True)
    status: Series[str] = pa.Field(isin=["included", "not published", "set aside", "withdrawn"])
    reason: Series[str] = pa.Field(nullable=True)


class Withdrawals(Table):
    """Contributions that are taken back; `why` is published, `undo` takes back a row by number."""

    when: Series[str] = pa.Field(nullable=True)
    who: Series[str] = pa.Field(nullable=True)
    action: Series[str] = pa.Field(nullable=True)
    contribution_id: Series[str] = pa.Field(nullable=True)
    why: Series[str] = pa.Field(nullable=True)


class SetAside(Table):
    """What is no contribution: where it is, why, and what to do about it; never its text.

    `part`: `unread` came in and could not be used; `frame` stands around what people said, such as
    headings, dates and lists of people.
    """

    file: Series[str]
    location: Series[str]
    reason: Series[str]
    advice: Series[str]
    excerpt_length: Series[int] = pa.Field(ge=0)
    part: Series[str] = pa.Field(isin=["unread", "frame"])


class PublicTexts(Table):
    """The words of each contribution with personal data replaced by marks such as `[name]`."""

    contribution_id: Series[str] = pa.Field(unique=True)
    title: Series[str] = pa.Field(nullable=True)
    text: Series[str]
    why: Series[str] = pa.Field(nullable=True)
    heading: Series[str] = pa.Field(nullable=True)


class Redactions(Table):
    """Spans taken out, for people to check: offsets in characters of the contribution's field.

    Private: `words` and `context` show what was taken out. What is least certain comes first, after
    what stands `as written` in organisers' own words: there, sheet and row are in the place of the
    contribution, and nothing is taken out.
    """

    contribution_id: Series[str]
    field: Series[str] = pa.Field(isin=["title", "text", "why", "heading", "own words"])
    start: Series[int] = pa.Field(ge=0)
    end: Series[int] = pa.Field(ge=1)
    words: Series[str]
    context: Series[str]
    kind: Series[str]
    source: Series[str]
    confidence: Series[float] = pa.Field(ge=0, le=1)
    state: Series[str] = pa.Field(isin=["proposed", "accepted", "rejected", "added", AS_WRITTEN])
    found_in: Series[str]
    link: Series[str] = pa.Field(nullable=True)


class RedactionDecisions(Table):
    """What people answered about spans: `accept`, `reject`, or `add` what was not proposed.

    A row names a stretch of a field, or `words` wherever they stand in the contribution; without a
    contribution_id, in all of them. A later row about the same words outweighs an earlier one.
    """

    when: Series[str] = pa.Field(nullable=True)
    who: Series[str] = pa.Field(nullable=True)
    contribution_id: Series[str] = pa.Field(nullable=True)
    field: Series[str] = pa.Field(nullable=True)
    start: Series[str] = pa.Field(nullable=True)
    end: Series[str] = pa.Field(nullable=True)
    words: Series[str] = pa.Field(nullable=True)
    kind: Series[str] = pa.Field(nullable=True)
    answer: Series[str]
    why: Series[str] = pa.Field(nullable=True)


class OwnWords(Table):
    """What organisers wrote into sheets of decisions for everybody to read, cell by cell.

    `decision_file` is its name below data/raw/decisions; `row` counts as a spreadsheet does.
    """

    decision_file: Series[str]
    row: Series[int] = pa.Field(ge=2)
    column: Series[str]
    words: Series[str]


class Flags(Table):
    """Passages that a person should read before they are published; nothing was changed in them.

    Private, as the sheet of redactions is.
    """

    contribution_id: Series[str]
    kind: Series[str]
    words: Series[str]
    context: Series[str]
    why: Series[str]
    advice: Series[str]


class NameCache(Table):
    """What the model said of single lines, kept between runs: characters, as in `0-13 40-46`.

    `key` is the sha256 of the model's name and version and the line; empty `people`: it saw none.
    """

    key: Series[str] = pa.Field(unique=True)
    people: Series[str] = pa.Field(nullable=True)


class Ideas(Table):
    """One single point each: `text` is `field[start:end]` of the public text, verbatim."""

    idea_id: Series[str] = pa.Field(unique=True)
    contribution_id: Series[str]
    field: Series[str] = pa.Field(isin=["title", "text", "why"])
    start: Series[int] = pa.Field(ge=0)
    end: Series[int] = pa.Field(ge=1)
    text: Series[str]


class Contexts(Table):
    """What an idea stood under, its nearest heading or the title: public text and embedding.

    An idea that stood under nothing has no row.
    """

    idea_id: Series[str] = pa.Field(unique=True)
    text: Series[str]
    vector: Series[object]


class Vectors(Table):
    """One unit-length embedding per idea."""

    idea_id: Series[str] = pa.Field(unique=True)
    vector: Series[object]


class FrameworkVectors(Table):
    """One unit-length embedding per description of a target or value."""

    framework: Series[str]
    code: Series[str]
    vector: Series[object]


class VectorCache(Table):
    """Embeddings kept between runs; `key` is the sha256 of the weights' sha256 and the text."""

    key: Series[str] = pa.Field(unique=True)
    vector: Series[object]


class Encoder(Table):
    """What made the vectors: one row."""

    name: Series[str]
    sha256: Series[str]
    dimensions: Series[int]


class Groups(Table):
    """Ideas that say the same; an idea in no group has no row. Grouped, never deleted."""

    idea_id: Series[str] = pa.Field(unique=True)
    group_id: Series[str]
    kind: Series[str] = pa.Field(isin=["exact", "near", "campaign"])
    similarity: Series[float] = pa.Field(ge=0, le=1)


class Assignments(Table):
    """Idea to theme. Every idea has a row of rank 1; without a theme_id it has no theme yet."""

    idea_id: Series[str]
    theme_id: Series[str] = pa.Field(nullable=True)
    subtheme_id: Series[str] = pa.Field(nullable=True)
    rank: Series[int] = pa.Field(ge=1)
    strength: Series[float] = pa.Field(ge=0, le=1)
    by: Series[str] = pa.Field(isin=["machine", "codebook", "person"])


class Firmness(Table):
    """How often a theme comes back when the ideas are drawn again (bootstrap Jaccard, 0 to 1)."""

    theme_id: Series[str] = pa.Field(unique=True)
    stability: Series[float] = pa.Field(ge=0, le=1)


class Themes(Table):
    """Themes and, with a parent_id, sub-themes. `key_words` and `quote_ids` are parted by `|`.

    `opposes` holds, parted by `|`, the sub-themes of the same theme that ask for the opposite.
    """

    theme_id: Series[str] = pa.Field(unique=True)
    parent_id: Series[str] = pa.Field(nullable=True)
    name: Series[str]
    description: Series[str] = pa.Field(nullable=True)
    key_words: Series[str] = pa.Field(nullable=True)
    quote_ids: Series[str] = pa.Field(nullable=True)
    n_ideas: Series[int] = pa.Field(ge=0)
    n_contributions: Series[int] = pa.Field(ge=0)
    n_distinct_texts: Series[int] = pa.Field(ge=0)
    n_sources: Series[int] = pa.Field(ge=0)
    n_events: Series[int] = pa.Field(ge=0)
    opposes: Series[str] = pa.Field(nullable=True)
    stability: Series[float] = pa.Field(nullable=True, ge=0, le=1)
    by: Series[str] = pa.Field(isin=["machine", "codebook", "person"])


class Frameworks(Table):
    """What ideas can be aligned with: SDG targets, OGP values; cues are parted by `|`."""

    framework: Series[str]
    framework_name: Series[str]
    code: Series[str]
    parent_code: Series[str] = pa.Field(nullable=True)
    name: Series[str]
    description: Series[str]
    cues: Series[str] = pa.Field(nullable=True)
    not_this: Series[str] = pa.Field(nullable=True)
    only_with_others: Series[bool]
    source: Series[str]


class Alignments(Table):
    """Idea, sub-theme or theme to SDG target or OGP value; start and end are in the idea's text.

    `reason` says in plain words which cue or nearness the link rests on, or why people made it.
    """

    subject: Series[str] = pa.Field(isin=["idea", "subtheme", "theme"])
    subject_id: Series[str]
    framework: Series[str]
    code: Series[str]
    probability: Series[float] = pa.Field(ge=0, le=1)
    start: Series[float] = pa.Field(nullable=True, ge=0)
    end: Series[float] = pa.Field(nullable=True, ge=0)
    evidence: Series[str]
    reason: Series[str]
    by: Series[str] = pa.Field(isin=["machine", "person"])


class AlignmentDecisions(Table):
    """What people say about links; a row that does not fit becomes a conflict.

    `what` is an id, the words of an idea or the name of a theme; `answer` is yes, no or undo.
    """

    when: Series[str] = pa.Field(nullable=True)
    who: Series[str] = pa.Field(nullable=True)
    subject: Series[str] = pa.Field(nullable=True)
    what: Series[str] = pa.Field(nullable=True)
    framework: Series[str] = pa.Field(nullable=True)
    code: Series[str] = pa.Field(nullable=True)
    answer: Series[str] = pa.Field(nullable=True)
    why: Series[str] = pa.Field(nullable=True)


class Leads(Table):
    """Who should lead on a theme, as people say; several organisations are parted by `|`."""

    when: Series[str] = pa.Field(nullable=True)
    who: Series[str] = pa.Field(nullable=True)
    theme: Series[str] = pa.Field(nullable=True)
    organisation: Series[str] = pa.Field(nullable=True)
    why: Series[str] = pa.Field(nullable=True)


class LeadOrganisations(Table):
    """Who leads on each theme that people named somebody for; parted by `|`."""

    theme_id: Series[str] = pa.Field(unique=True)
    organisations: Series[str]
    why: Series[str] = pa.Field(nullable=True)


class Matrix(Table):
    """Themes against targets and values, one row a cell; `heading` is a value in people's words.

    `part` is one theme, all ideas of the round, or those with no theme yet. `idea_ids` are parted
    by `|`; `by` says who linked the theme itself.
    """

    part: Series[str] = pa.Field(isin=["all ideas", "theme", "no theme yet"])
    theme_id: Series[str] = pa.Field(nullable=True)
    theme: Series[str]
    lead_organisations: Series[str] = pa.Field(nullable=True)
    framework: Series[str]
    code: Series[str]
    name: Series[str]
    heading: Series[str] = pa.Field(nullable=True)
    n_ideas: Series[int] = pa.Field(ge=0)
    of_ideas: Series[int] = pa.Field(ge=0)
    n_contributions: Series[int] = pa.Field(ge=0)
    share: Series[float] = pa.Field(ge=0, le=1)
    strength: Series[float] = pa.Field(nullable=True, ge=0, le=1)
    linked: Series[bool]
    by: Series[str] = pa.Field(nullable=True, isin=["machine", "person"])
    idea_ids: Series[str] = pa.Field(nullable=True)


class Comparison(Table):
    """Two rounds, A and B, side by side: shares of ideas; empty where it is not known."""

    part: Series[str]
    theme: Series[str]
    framework: Series[str]
    code: Series[str]
    name: Series[str]
    n_a: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=0)
    of_a: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=0)
    share_a: Series[float] = pa.Field(nullable=True, ge=0, le=1)
    n_b: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=0)
    of_b: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=0)
    share_b: Series[float] = pa.Field(nullable=True, ge=0, le=1)
    difference: Series[float] = pa.Field(nullable=True, ge=-1, le=1)


class Candidates(Table):
    """Possible commitments in the shortlist's order; `reasons` says what the order rests on.

    An `ask` may become a commitment; a `view` tells how people see things and is listed after. The
    codes of `sdg_targets` and `ogp_values`, and the sub-themes in `opposed_by`, which ask for the
    opposite, are parted by `|`; so are `against_ids`, ideas of its own sub-theme that do, which are
    not counted and which no decision about it reaches. `rating` is the mean over contributions,
    weighed by their votes.
    `n_asked_before` counts contributions to earlier rounds that asked for the same; `asked_before`
    quotes them, parted by ` | `, each with its round and what became of it.
    """

    candidate_id: Series[str] = pa.Field(unique=True)
    theme_id: Series[str]
    subtheme_id: Series[str]
    statement: Series[str]
    n_sources: Series[int] = pa.Field(ge=0)
    n_events: Series[int] = pa.Field(ge=0)
    n_contributions: Series[int] = pa.Field(ge=0)
    votes_total: Series[float] = pa.Field(nullable=True, ge=0)
    order: Series[int] = pa.Field(ge=1)
    reasons: Series[str]
    kind: Series[str] = pa.Field(isin=["ask", "view"])
    n_distinct_texts: Series[int] = pa.Field(ge=0)
    votes_for: Series[float] = pa.Field(nullable=True, ge=0)
    votes_against: Series[float] = pa.Field(nullable=True, ge=0)
    rating: Series[float] = pa.Field(nullable=True)
    stability: Series[float] = pa.Field(nullable=True, ge=0, le=1)
    sdg_targets: Series[str] = pa.Field(nullable=True)
    ogp_values: Series[str] = pa.Field(nullable=True)
    opposed_by: Series[str] = pa.Field(nullable=True)
    against_ids: Series[str] = pa.Field(nullable=True)
    n_asked_before: Series[int] = pa.Field(ge=0)
    asked_before: Series[str] = pa.Field(nullable=True)


class OutcomeDecisions(Table):
    """What people decided about a candidate, theme, sub-theme or contribution, by id or as printed.

    `why` is the published reason. A row that does not fit is a conflict, so cells may be empty.
    """

    when: Series[str] = pa.Field(nullable=True)
    who: Series[str] = pa.Field(nullable=True)
    what: Series[str] = pa.Field(nullable=True)
    outcome: Series[str] = pa.Field(nullable=True)
    by: Series[str] = pa.Field(nullable=True)
    commitment: Series[str] = pa.Field(nullable=True)
    why: Series[str] = pa.Field(nullable=True)


class Outcomes(Table):
    """What became of each contribution, why, and which decision says so: a row for each that does.

    Those with a `rank` of 1 have the first answer to each contribution. `about` has the words that
    were decided about; it is empty where they are the contribution's own. The decision applies to
    `n_ideas` of its ideas, those in `idea_ids`, parted by `|`. `working_days` (Monday to Friday,
    holidays not taken out) from when it was heard to the decision.
    """

    contribution_id: Series[str]
    rank: Series[int] = pa.Field(ge=1)
    outcome: Series[str] = pa.Field(isin=OUTCOMES)
    reason: Series[str] = pa.Field(nullable=True)
    commitment_id: Series[str] = pa.Field(nullable=True)
    by: Series[str] = pa.Field(nullable=True, isin=DECIDED_BY)
    date: Series[str] = pa.Field(nullable=True)
    decided_on: Series[str] = pa.Field(
        nullable=True, isin=["contribution", "subtheme", "candidate", "theme"]
    )
    decided_id: Series[str] = pa.Field(nullable=True)
    about: Series[str] = pa.Field(nullable=True)
    n_ideas: Series[int] = pa.Field(ge=0)
    idea_ids: Series[str] = pa.Field(nullable=True)
    working_days: Series[float] = pa.Field(nullable=True, ge=0)


class Reviewers(Table):
    """Who is asked to score candidates; a row with `undo` as its `side` takes a name back."""

    when: Series[str] = pa.Field(nullable=True)
    who: Series[str] = pa.Field(nullable=True)
    reviewer: Series[str] = pa.Field(nullable=True)
    side: Series[str] = pa.Field(nullable=True)
    why: Series[str] = pa.Field(nullable=True)


class Ballots(Table):
    """Ballots as they were counted: `approves` holds the codes that are marked, parted by `|`."""

    when: Series[str] = pa.Field(nullable=True)
    who: Series[str] = pa.Field(nullable=True)
    ballot: Series[str] = pa.Field(nullable=True)
    approves: Series[str] = pa.Field(nullable=True)
    why: Series[str] = pa.Field(nullable=True)


class CommitmentDecisions(Table):
    """Commitments as people write them; `ogp_values` are codes or names, parted by `|`."""

    when: Series[str] = pa.Field(nullable=True)
    who: Series[str] = pa.Field(nullable=True)
    commitment_id: Series[str] = pa.Field(nullable=True)
    title: Series[str] = pa.Field(nullable=True)
    problem: Series[str] = pa.Field(nullable=True)
    what_will_be_done: Series[str] = pa.Field(nullable=True)
    how_it_contributes: Series[str] = pa.Field(nullable=True)
    ogp_values: Series[str] = pa.Field(nullable=True)
    lead: Series[str] = pa.Field(nullable=True)
    why: Series[str] = pa.Field(nullable=True)


class Commitments(Table):
    """Commitments as they stand, with the day of the last decision; `ogp_values` are codes."""

    commitment_id: Series[str] = pa.Field(unique=True)
    title: Series[str]
    problem: Series[str] = pa.Field(nullable=True)
    what_will_be_done: Series[str] = pa.Field(nullable=True)
    how_it_contributes: Series[str] = pa.Field(nullable=True)
    ogp_values: Series[str] = pa.Field(nullable=True)
    lead: Series[str] = pa.Field(nullable=True)
    reason: Series[str] = pa.Field(nullable=True)
    date: Series[str]


class MilestoneDecisions(Table):
    """Milestones as people write them: due in a year, month or day; evidence is a link or words."""

    when: Series[str] = pa.Field(nullable=True)
    who: Series[str] = pa.Field(nullable=True)
    commitment_id: Series[str] = pa.Field(nullable=True)
    milestone: Series[str] = pa.Field(nullable=True)
    due: Series[str] = pa.Field(nullable=True)
    status: Series[str] = pa.Field(nullable=True)
    evidence: Series[str] = pa.Field(nullable=True)
    why: Series[str] = pa.Field(nullable=True)


class Milestones(Table):
    """Milestones as they stand, in the order of their commitments and due dates."""

    commitment_id: Series[str]
    milestone: Series[str]
    due: Series[str] = pa.Field(nullable=True)
    status: Series[str] = pa.Field(isin=MILESTONE_STATUS)
    evidence: Series[str] = pa.Field(nullable=True)
    reason: Series[str] = pa.Field(nullable=True)
    date: Series[str]


class Ledger(Table):
    """What became of everything that came in: one row per contribution or unreadable piece.

    Of several answers the first stands here; `outcome_about` has the words that were decided about,
    where they are not its own.
    """

    contribution_id: Series[str] = pa.Field(nullable=True)
    file: Series[str]
    location: Series[str]
    original_id: Series[str] = pa.Field(nullable=True)
    status: Series[str] = pa.Field(isin=["included", "not published", "set aside", "withdrawn"])
    reason: Series[str] = pa.Field(nullable=True)
    n_ideas: Series[int] = pa.Field(ge=0)
    outcome: Series[str] = pa.Field(nullable=True)
    outcome_reason: Series[str] = pa.Field(nullable=True)
    outcome_about: Series[str] = pa.Field(nullable=True)


class SignOff(Table):
    """Who checked which contribution, its redactions and the words left of it, and when."""

    when: Series[str]
    who: Series[str]
    contribution_id: Series[str] = pa.Field(nullable=True)
    checked_sha256: Series[str]


class Published(Table):
    """What the index said of each contribution each time that something about it changed.

    Written by `folkmoot publish`. `words` is the start of a sha256 of the published words.
    """

    when: Series[str]
    contribution_id: Series[str]
    status: Series[str] = pa.Field(
        isin=["included", "not published", "set aside", "withdrawn", "no longer sent in"]
    )
    words: Series[str] = pa.Field(nullable=True)
    outcome: Series[str] = pa.Field(nullable=True)


class CoCreationDecisions(Table):
    """What people say about requirements of co-creation; `requirement` is an id of the record."""

    when: Series[str] = pa.Field(nullable=True)
    who: Series[str] = pa.Field(nullable=True)
    requirement: Series[str] = pa.Field(nullable=True)
    status: Series[str] = pa.Field(nullable=True)
    evidence: Series[str] = pa.Field(nullable=True)
    why: Series[str] = pa.Field(nullable=True)


class CoCreation(Table):
    """Each requirement of co-creation with its status, the evidence, and who says so."""

    requirement: Series[str] = pa.Field(unique=True)
    level: Series[str] = pa.Field(isin=["basic", "stretch"])
    phase: Series[str]
    text: Series[str]
    status: Series[str] = pa.Field(isin=CO_CREATION_STATUS)
    evidence: Series[str]
    by: Series[str]


class Papers(Table):
    """Documents that people put on the round's register; `address` is a link or where it lies."""

    when: Series[str] = pa.Field(nullable=True)
    who: Series[str] = pa.Field(nullable=True)
    title: Series[str] = pa.Field(nullable=True)
    kind: Series[str] = pa.Field(nullable=True)
    date: Series[str] = pa.Field(nullable=True)
    address: Series[str] = pa.Field(nullable=True)
    why: Series[str] = pa.Field(nullable=True)


class EarlierRounds(Table):
    """Published rounds that people brought along, each by the name of its folder."""

    round: Series[str] = pa.Field(unique=True)
    title: Series[str]
    licence: Series[str] = pa.Field(nullable=True)


class EarlierContributions(Table):
    """What was contributed to earlier rounds and what became of it, as those rounds published it.

    Of those not included there is the number alone, as in their own index.
    """

    round: Series[str]
    contribution_id: Series[str]
    status: Series[str]
    title: Series[str] = pa.Field(nullable=True)
    text: Series[str] = pa.Field(nullable=True)
    why: Series[str] = pa.Field(nullable=True)
    language: Series[str] = pa.Field(nullable=True)
    submitted_at: Series[str] = pa.Field(nullable=True)
    event: Series[str] = pa.Field(nullable=True)
    event_date: Series[str] = pa.Field(nullable=True)
    place: Series[str] = pa.Field(nullable=True)
    themes: Series[str] = pa.Field(nullable=True)
    outcome: Series[str] = pa.Field(nullable=True)
    outcome_reason: Series[str] = pa.Field(nullable=True)
    outcome_by: Series[str] = pa.Field(nullable=True)
    outcome_date: Series[str] = pa.Field(nullable=True)
    address: Series[str] = pa.Field(nullable=True)

    class Config(Table.Config):
        """A number is unique within its round."""

        unique = ["round", "contribution_id"]  # noqa: RUF012  pandera reads a list


class EarlierIdeas(Table):
    """Single points of contributions to earlier rounds, word for word as published."""

    round: Series[str]
    idea_id: Series[str]
    contribution_id: Series[str]
    text: Series[str]
    theme_id: Series[str] = pa.Field(nullable=True)

    class Config(Table.Config):
        """An idea_id is unique within its round."""

        unique = ["round", "idea_id"]  # noqa: RUF012  pandera reads a list


class EarlierThemes(Table):
    """Themes and, with a parent_id, sub-themes of earlier rounds."""

    round: Series[str]
    theme_id: Series[str]
    parent_id: Series[str] = pa.Field(nullable=True)
    name: Series[str]


class EarlierVectors(Table):
    """One unit-length embedding per idea of an earlier round."""

    round: Series[str]
    idea_id: Series[str]
    vector: Series[object]


class AskedBefore(Table):
    """Ideas of this round beside ideas of earlier rounds, the nearest first, and what became of it.

    An idea that was `asked` before asks for the same; `opposite`: then the opposite was asked.
    `words` are those of the earlier idea; `nearness` is the cosine of the two.
    """

    idea_id: Series[str]
    kind: Series[str] = pa.Field(isin=["asked", "opposite"])
    round: Series[str]
    contribution_id: Series[str]
    earlier_idea_id: Series[str]
    words: Series[str]
    nearness: Series[float] = pa.Field(ge=-1, le=1)
    date: Series[str] = pa.Field(nullable=True)
    outcome: Series[str] = pa.Field(nullable=True)
    outcome_reason: Series[str] = pa.Field(nullable=True)
    outcome_by: Series[str] = pa.Field(nullable=True)
    outcome_date: Series[str] = pa.Field(nullable=True)
    by: Series[str] = pa.Field(isin=["machine", "person"])


class AskedBeforeDecisions(Table):
    """What people say was asked before: `answer` is yes, opposite, no or undo.

    `idea` is its exact words or its id, `contribution` its number in the earlier `round`.
    """

    when: Series[str] = pa.Field(nullable=True)
    who: Series[str] = pa.Field(nullable=True)
    idea: Series[str] = pa.Field(nullable=True)
    round: Series[str] = pa.Field(nullable=True)
    contribution: Series[str] = pa.Field(nullable=True)
    answer: Series[str] = pa.Field(nullable=True)
    why: Series[str] = pa.Field(nullable=True)


class ThemesAcross(Table):
    """For each theme the nearest theme of each earlier round, by the cosine of their mean ideas."""

    theme_id: Series[str]
    round: Series[str]
    earlier_theme_id: Series[str]
    earlier_theme: Series[str]
    n_ideas: Series[int] = pa.Field(ge=0)
    nearness: Series[float] = pa.Field(ge=-1, le=1)


class Labels(Table):
    """What people say about an idea; several themes, targets or values are parted by `|`."""

    idea: Series[str]
    coder: Series[str]
    theme: Series[str] = pa.Field(nullable=True)
    sdg: Series[str] = pa.Field(nullable=True)
    ogp: Series[str] = pa.Field(nullable=True)


class Corrections(Table):
    """What people change about themes, row by row; what does not fit becomes a conflict."""

    when: Series[str] = pa.Field(nullable=True)
    who: Series[str] = pa.Field(nullable=True)
    action: Series[str] = pa.Field(nullable=True)
    what: Series[str] = pa.Field(nullable=True)
    to: Series[str] = pa.Field(nullable=True)
    why: Series[str] = pa.Field(nullable=True)


class Codebook(Table):
    """Themes that people bring along; example ideas are parted by `|`."""

    name: Series[str] = pa.Field(nullable=True)
    description: Series[str] = pa.Field(nullable=True)
    examples: Series[str] = pa.Field(nullable=True)


class CodebookVectors(Table):
    """One unit-length embedding per theme that people brought: of what they wrote about it."""

    name: Series[str] = pa.Field(unique=True)
    vector: Series[object]


class Guidance(Table):
    """What people settled about themes and sub-themes; an empty cell leaves it to the machine."""

    theme_id: Series[str] = pa.Field(unique=True)
    name: Series[str] = pa.Field(nullable=True)
    description: Series[str] = pa.Field(nullable=True)
    quote_ids: Series[str] = pa.Field(nullable=True)
    by: Series[str] = pa.Field(isin=["codebook", "person"])


class ThemeMemory(Table):
    """Where the run before found each idea, so that themes keep their ids.

    `found` numbers the themes as they were found, -1 for none, -2 for ideas of the codebook; the
    ids are those that they had before people's corrections.
    """

    idea_id: Series[str] = pa.Field(unique=True)
    found: Series[int] = pa.Field(ge=-2)
    theme_id: Series[str] = pa.Field(nullable=True)
    subtheme_id: Series[str] = pa.Field(nullable=True)


class ThemeNames(Table):
    """Names that themes and sub-themes have had, so that people can speak of them by any of them.

    Where two have had the same name, the later row counts. `by` is empty for names that people
    gave, and in tables of before this column was there.
    """

    theme_id: Series[str]
    name: Series[str]
    by: Series[str] = pa.Field(nullable=True, isin=["machine"])

    class Config:
        """Take tables of before, which lack a column."""

        add_missing_columns = True


class Questions(Table):
    """Pairs of ideas of which it would help most to know whether they belong to one theme.

    `pairs` of ideas hang on the answer; the most telling question comes first.
    """

    idea_id: Series[str]
    other_id: Series[str]
    pairs: Series[int] = pa.Field(ge=1)


class Ask(Table):
    """Questions worth answering, the most telling first.

    The answer is a row of corrections.csv: the action in `if_yes` or `if_no`, `what` and `to`.
    `pairs` is the number of pairs of ideas that hang on the answer.
    """

    number: Series[int] = pa.Field(ge=1, unique=True)
    question: Series[str]
    idea: Series[str]
    other_idea: Series[str]
    theme: Series[str]
    other_theme: Series[str]
    if_yes: Series[str]
    if_no: Series[str]
    what: Series[str]
    to: Series[str]
    pairs: Series[int] = pa.Field(ge=1)


class Conflicts(Table):
    """Decisions that do not fit (any more): where they stand, why, and what to do about it.

    `row` counts as a spreadsheet does, the header being row 1.
    """

    decision_file: Series[str]
    row: Series[int] = pa.Field(ge=2)
    what: Series[str]
    why: Series[str]
    advice: Series[str]


class Documents(Table):
    """Files of a folder to be written whole: path below the folder, and its text or bytes."""

    file: Series[str] = pa.Field(unique=True)
    content: Series[object]


@dataclass(frozen=True)
class Place:
    """Where a table lives below the round's folder, and its shape (None: text or numbers).

    What is `kept` stays from run to run, and may be absent: a cache, a memory, what was published.
    What may be `edited` by people is there until the stage that writes it has kept their changes.
    """

    path: str
    model: type[Table] | None = None
    kept: bool = False
    edited: bool = False


PLACES: dict[str, Place] = {
    "files": Place("data/raw", Files),
    "columns": Place("data/raw/columns.yaml", Columns),
    "settings": Place("params.yaml", Settings),
    "labels": Place("data/raw/decisions/labels.csv", Labels),
    "outcome_decisions": Place("data/raw/decisions/outcomes.csv", OutcomeDecisions),
    "reviewers": Place("data/raw/decisions/reviewers.csv", Reviewers),
    "ballots": Place("data/raw/decisions/ballots.csv", Ballots),
    "scores": Place("data/raw/decisions/scores", Files),
    "commitment_decisions": Place("data/raw/decisions/commitments.csv", CommitmentDecisions),
    "milestone_decisions": Place("data/raw/decisions/milestones.csv", MilestoneDecisions),
    "redaction_decisions": Place("data/raw/decisions/redactions.csv", RedactionDecisions),
    "alignment_decisions": Place("data/raw/decisions/alignments.csv", AlignmentDecisions),
    "leads": Place("data/raw/decisions/leads.csv", Leads),
    "sign_off": Place("data/raw/decisions/sign_off.csv", SignOff),
    "codebook": Place("data/raw/decisions/codebook.csv", Codebook),
    "corrections": Place("data/raw/decisions/corrections.csv", Corrections),
    "asked_before_decisions": Place("data/raw/decisions/asked_before.csv", AskedBeforeDecisions),
    "withdrawals": Place("data/raw/decisions/withdrawals.csv", Withdrawals),
    "co_creation_decisions": Place("data/raw/decisions/co_creation.csv", CoCreationDecisions),
    "published": Place("data/raw/decisions/published.csv", Published),
    "papers": Place("data/raw/decisions/documents.csv", Papers),
    "own_words": Place("data/raw/decisions", OwnWords),
    "frameworks": Place("data/raw/frameworks", Frameworks),
    "earlier_rounds": Place("data/raw/earlier", EarlierRounds),
    "earlier_contributions": Place("data/raw/earlier", EarlierContributions),
    "earlier_ideas": Place("data/raw/earlier", EarlierIdeas),
    "earlier_themes": Place("data/raw/earlier", EarlierThemes),
    "events": Place("data/processed/events.csv", Events),
    "contributions": Place("data/processed/contributions.csv", Contributions),
    "set_aside": Place("data/processed/set_aside.csv", SetAside),
    "public_texts": Place("data/processed/public_texts.csv", PublicTexts),
    "redactions": Place("reports/redactions.csv", Redactions),
    "withdrawal_conflicts": Place("data/processed/withdrawal_conflicts.csv", Conflicts),
    "flags": Place("reports/flags.csv", Flags),
    "redaction_conflicts": Place("data/processed/redaction_conflicts.csv", Conflicts),
    "name_cache": Place("data/processed/name_cache.parquet", NameCache, kept=True),
    "ideas": Place("data/processed/ideas.csv", Ideas),
    "vector_cache": Place("data/processed/vector_cache.parquet", VectorCache, kept=True),
    "vectors": Place("data/processed/vectors.parquet", Vectors),
    "contexts": Place("data/processed/contexts.parquet", Contexts),
    "context_vectors": Place("data/processed/context_vectors.parquet", Vectors),
    "framework_vectors": Place("data/processed/framework_vectors.parquet", FrameworkVectors),
    "codebook_vectors": Place("data/processed/codebook_vectors.parquet", CodebookVectors),
    "earlier_vectors": Place("data/processed/earlier_vectors.parquet", EarlierVectors),
    "encoder": Place("data/processed/encoder.csv", Encoder),
    "groups": Place("data/processed/groups.csv", Groups),
    "assignments": Place("data/processed/assignments.csv", Assignments),
    "firmness": Place("data/processed/firmness.csv", Firmness),
    "guidance": Place("data/processed/guidance.csv", Guidance),
    "theme_conflicts": Place("data/processed/theme_conflicts.csv", Conflicts),
    "questions": Place("data/processed/questions.csv", Questions),
    "theme_memory": Place("data/processed/theme_memory.csv", ThemeMemory, kept=True),
    "theme_names": Place("data/processed/theme_names.csv", ThemeNames, kept=True),
    "themes": Place("data/processed/themes.csv", Themes),
    "asked_before": Place("data/processed/asked_before.csv", AskedBefore),
    "asked_before_conflicts": Place("data/processed/asked_before_conflicts.csv", Conflicts),
    "themes_across": Place("data/processed/themes_across.csv", ThemesAcross),
    "alignments": Place("data/processed/alignments.csv", Alignments),
    "lead_organisations": Place("data/processed/lead_organisations.csv", LeadOrganisations),
    "alignment_conflicts": Place("data/processed/alignment_conflicts.csv", Conflicts),
    "candidates": Place("data/processed/candidates.csv", Candidates),
    "outcomes": Place("data/processed/outcomes.csv", Outcomes),
    "outcome_conflicts": Place("data/processed/outcome_conflicts.csv", Conflicts),
    "commitments": Place("data/processed/commitments.csv", Commitments),
    "shortlist_pack": Place("reports/shortlist", Documents),
    "milestones": Place("data/processed/milestones.csv", Milestones),
    "matrix": Place("reports/matrix.csv", Matrix),
    "ledger": Place("reports/ledger.csv", Ledger),
    "ask": Place("reports/ask.csv", Ask),
    "evaluation": Place("reports/evaluation.json"),
    "conflicts": Place("reports/conflicts.csv", Conflicts),
    "metrics": Place("reports/metrics.json"),
    "run": Place("reports/run.json"),
    "findings_html": Place("reports/findings.html"),
    "findings_page": Place("data/processed/findings_page.html"),
    "findings_md": Place("reports/findings.md"),
    "findings_docx": Place("reports/findings.docx", edited=True),
    "findings_pdf": Place("reports/findings.pdf"),
    "briefing_html": Place("reports/briefing.html"),
    "briefing_docx": Place("reports/briefing.docx"),
    "easy_read_docx": Place("reports/summary-easy-read.docx"),
    "index": Place("reports/index", Documents, kept=True),
    "preview": Place("reports/preview", Documents),
    "co_creation_html": Place("reports/co-creation-record.html"),
    "co_creation": Place("reports/co-creation-record.csv", CoCreation),
}
