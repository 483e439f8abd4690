"""What was set aside, how the work was done and its limits become the last pages of the report."""

from collections import Counter
from typing import Any

from pipeline.document import Block, Bullets, Link, Paragraph, Parts, Section, Table, Words
from pipeline.findings import Findings, Rows
from pipeline.readability import grade, longest_sentence
from pipeline.report.front import summary
from pipeline.rules import RULES
from pipeline.wording import firmness, listed, many, number

KINDS = {"email": "e-mail address", "phone": "telephone number", "handle": "name on a platform"}
NOT_SHOWN = "withheld.html"  # the page of the index that lists what is not shown
OFTEN = 12  # pieces of one file with the same reason; more are counted, and listed in the ledger
PLURALS = {"date of birth": "dates of birth", "name on a platform": "names on a platform"}


def set_aside(ledger: Rows, unread: Rows, longest: int) -> Section:
    """List what is not included, each with its reason; never its words."""
    missing = [row for row in ledger if row["status"] != "included"]
    around = _around(sum(row["part"] == "frame" for row in unread))
    if not missing:
        told = Paragraph(("Nothing was set aside. Everything that came in is included.",))
        return Section("set-aside", ("What was set aside, and why",), (told, *around))
    said = (
        f"{many(len(missing), 'contribution or piece', 'contributions or pieces')} of what came in "
        "is not in the findings. Each has a reason. Their words are not shown."
    ).replace("pieces of what came in is", "pieces of what came in are")
    often = Counter((row["file"], row["reason"]) for row in missing)
    listed_here = [row for row in missing if often[row["file"], row["reason"]] <= OFTEN][:longest]
    tables = (_reasons(missing), *_each(listed_here, unread))
    rest = len(missing) - len(listed_here)
    link = Link((f"{number(rest)} more in the index",), NOT_SHOWN)
    more = (Paragraph((link,)),) if rest > 0 else ()
    return Section(
        "set-aside", ("What was set aside, and why",), (Paragraph((said,)), *tables, *more, *around)
    )


def _around(n: int) -> tuple[Block, ...]:
    """Account for what stands around what people said."""
    if not n:
        return ()
    told = (
        f"Around what people said, the files hold {many(n, 'other line', 'other lines')}, "
        "such as headings, dates and lists of people. They are no contributions."
    )
    return (Paragraph((told,)),)


def method(
    findings: Findings, assignments: Rows, redactions: Rows, unfit: int, broken: Rows
) -> Section:
    """Say in plain words how the findings were made, by whom, and what they cannot tell.

    `unfit` counts decisions that no longer fit; `broken` are rules of a good theme set that the
    themes do not keep.
    """
    blocks: tuple[Block, ...] = (
        Bullets(tuple((step,) for step in (*STEPS, _how_plain(summary(findings))))),
        *_removed(redactions),
        *_by_people(findings, assignments, redactions, unfit),
        *((_overall(findings), *_rules(broken)) if findings.main_themes() else ()),
        Paragraph(("What to keep in mind:",)),
        Bullets(tuple((limit,) for limit in LIMITS)),
    )
    return Section("method", ("How this was done, and its limits",), blocks)


def settings(encoder: Rows, dials: Rows) -> Section:
    """Give the model and every setting, so that anyone with the same files can repeat the run."""
    changed = sum(row["value"] != row["usual"] for row in dials)
    told = "The same files, settings and decisions give the same report, letter for letter. "
    told += (
        f"{many(changed, 'setting differs', 'settings differ')} from what Folkmoot comes with."
        if changed
        else "Every setting is as Folkmoot comes."
    )
    model = tuple(
        Paragraph((f"Language model: {row['name']}, fingerprint (sha256) {row['sha256']}.",))
        for row in encoder
    )
    stages: dict[str, list[Parts]] = {}
    for row in sorted(dials, key=lambda row: (row["stage"], row["dial"])):
        stages.setdefault(row["stage"], []).append(_setting(row))
    rows = tuple(((Words(stage),), sum(own, ())) for stage, own in stages.items())
    table = (Table("Every setting", ("Stage", "Settings"), rows),) if rows else ()
    return Section("settings", ("Settings of this run",), (Paragraph((told,)), *model, *table))


def _setting(row: dict[str, Any]) -> Parts:
    """Give one dial; one that differs from what it comes as is strong and says so."""
    value = f"{row['dial']} {row['value'] or '(empty)'}"
    if row["value"] == row["usual"]:
        return (Words(f"{value}. "),)
    return (Words(value, "strong"), Words(f" (comes as {row['usual'] or '(empty)'}). "))


def words() -> Section:
    """Explain the words that the report uses."""
    items: tuple[Parts, ...] = tuple((Words(f"{word}: ", "strong"), said) for word, said in WORDS)
    return Section("words", ("Words used here",), (Bullets(items),))


def _reasons(missing: Rows) -> Table:
    counted = Counter((row["status"], row["reason"] or "no reason noted") for row in missing)
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = tuple(((Words(why),), (state,), (number(n),)) for (state, why), n in ordered)
    return Table(
        "Reasons, and how often each applies", ("Reason", "What happened", "How many"), rows, (2,)
    )


def _each(missing: Rows, unread: Rows) -> tuple[Table, ...]:
    """List what has a reason that few others share; the ledger lists all."""
    advice = {(row["file"], row["location"]): row["advice"] for row in unread}
    head = ("Number", "File", "Where", "Reason", "What to do")
    rows = tuple(
        (
            (row["contribution_id"] or "–",),
            (Words(row["file"]),),
            (Words(row["location"]),),
            (Words(row["reason"] or "no reason noted"),),
            (Words(advice.get((row["file"], row["location"]), "–")),),
        )
        for row in missing
    )
    return (Table("Where it stood", head, rows),) if rows else ()


def _how_plain(text: str) -> str:
    """Say how hard the summary is to read."""
    return (
        f"The longest sentence of the summary has {many(longest_sentence(text), 'word')}. "
        f"Its Flesch-Kincaid grade is {grade(text):g} (syllables counted by rule)."
    )


def _removed(redactions: Rows) -> tuple[Paragraph, ...]:
    """Count what was taken out, by its kind."""
    taken = Counter(row["kind"] for row in redactions if row["state"] != "rejected")
    if not taken:
        return ()
    named = [
        many(n, KINDS.get(kind, kind), _plural(KINDS.get(kind, kind)))
        for kind, n in sorted(taken.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return (Paragraph(("Personal details that were taken out: ", Words(f"{listed(named)}."))),)


def _plural(kind: str) -> str:
    return PLURALS.get(kind, kind + ("es" if kind.endswith("s") else "s"))


def _by_people(
    findings: Findings, assignments: Rows, redactions: Rows, unfit: int
) -> tuple[Block, ...]:
    """Count what people decided, and say what is still the computer's proposal."""
    moved = sum(row["by"] == "person" for row in assignments)
    named = sum(theme.by == "person" for theme in findings.themes.values())
    brought = sum(theme.by == "codebook" for theme in findings.main_themes())
    linked = sum(each.by == "person" for some in findings.alignments.values() for each in some)
    checked = sum(row["state"] != "proposed" for row in redactions)
    counts = (
        (brought, "theme was", "themes were", "brought along by people"),
        (moved, "idea was", "ideas were", "put into a theme by people"),
        (
            named,
            "theme or sub-theme was",
            "themes and sub-themes were",
            "named, described, joined or made by people",
        ),
        (linked, "link to a goal or value was", "links to goals and values were", "made by people"),
        (checked, "personal detail was", "personal details were", "checked by people"),
        (unfit, "decision does", "decisions do", "not fit any more, and so changed nothing"),
    )
    told: tuple[Parts, ...] = tuple(
        (f"{many(n, one, more)} {what}.",) for n, one, more, what in counts if n
    )
    themes = moved or named or brought
    rest = (
        "The rest of the themes is" if themes else "Nobody has corrected the themes yet: they are"
    )
    return (*((Bullets(told),) if told else ()), Paragraph((f"{rest} the computer's proposal.",)))


def _overall(findings: Findings) -> Paragraph:
    """Say how firm all themes are, taken together by their ideas."""
    pairs = [(t.stability, len(findings.ideas_of(t))) for t in findings.main_themes()]
    known = [(stability, n) for stability, n in pairs if stability is not None]
    total = sum(n for _, n in known)
    mean = sum(stability * n for stability, n in known) / total if total else None
    return Paragraph((f"How firm the themes are, taken together: {firmness(mean)}.",))


def _rules(broken: Rows) -> tuple[Block, ...]:
    """Say which rules of a good set of themes are not kept, and why there are such rules."""
    said = f"We hold the themes against {len(RULES)} rules of a good set of themes. "
    if not broken:
        return (Paragraph((said + "All of them are kept.",)),)
    by_rule: dict[str, list[str]] = {}
    for row in broken:
        by_rule.setdefault(row["why"], []).append(row["what"])
    items: tuple[Parts, ...] = tuple(
        (Words(f"{why} ", "strong"), f"Not kept: {'; '.join(what)}.")
        for why, what in by_rule.items()
    )
    return (Paragraph((said + "Take care where one is not kept:",)), Bullets(items))


STEPS = (
    "Personal details were replaced by marks in square brackets, such as [name].",
    "Long contributions were parted into ideas: one single point each, word for word.",
    "A language model on our own computer turned each idea into numbers, so that ideas near in "
    "meaning can be found. It writes no text.",
    "Ideas near in meaning form a theme. Names of themes come from the words that people used.",
    "How firm a theme is: we drew the ideas again many times and looked for themes afresh. "
    "The figure says how much of a theme came back on average, from 0 (nothing) to 1 (all). "
    "From 0.75 a theme is firm, from 0.6 fairly firm, from 0.5 loose, below that tentative "
    "(after Hennig 2007).",
    "Links to the Sustainable Development Goals and to open-government values show the words "
    "they rest on. From 0.8 a link is clear, from 0.6 likely, below that possible. "
    "Where the words were not clear enough, no link was made.",
)
LIMITS = (
    "The counts say how widely something was heard here. They say nothing about everyone else.",
    "Notes of events are what note-takers wrote down, not always what was said.",
    "A computer can put an idea in the wrong place. Every idea can be read, and moved by people.",
    "With few ideas, themes are less firm. Trust the words more than the groups.",
)
WORDS = (
    ("contribution", "what one person or table gave, as received."),
    ("idea", "one single point inside a contribution."),
    ("source", "the event or the file it came from."),
    ("distinct texts", "how many different texts there are; texts that say the same count once."),
    ("theme", "a group of ideas about the same matter."),
    ("sub-theme", "ideas inside a theme that ask for the same thing."),
    ("campaign", "many contributions with nearly the same words, sent in by different people."),
    ("candidate", "a possible commitment, built on a sub-theme."),
    ("SDG", "one of the 17 Sustainable Development Goals of the United Nations."),
    (
        "OGP value",
        "one of the values of the Open Government Partnership: access to information, civic "
        "participation, public accountability, and technology and innovation for these.",
    ),
    ("[name], [email] and the like", "personal details that were taken out before publication."),
)
