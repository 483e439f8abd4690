"""The index is held against requirements of co-creation: what the round's own tables can show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipeline.document import Link, Parts
from pipeline.publish.changes import Changes
from pipeline.publish.papers import CHANGES, DOCUMENTS
from pipeline.publish.site import WITHHELD, Content, Site
from pipeline.wording import UNDECIDED, day, many, number

ANSWER_DAYS = 20  # working days, from the guidelines
CALL_DAYS = 42  # six weeks
MONTH_DAYS = 31
OPEN_MEETINGS = 2


@dataclass(frozen=True)
class Found:
    """What was found for one requirement: a status, and the evidence with its link."""

    status: str
    evidence: Parts


Check = Callable[[Content, Changes, Site], Found | None]


def _met(*, whole: bool, some: bool = True) -> str:
    return "met" if whole else "partly" if some else "not known"


def _ask(what: str) -> str:
    """Say why a requirement is met in part only: what no table of the round can show."""
    return f"; {what}, people must say"


def _linked(words: str, page: str) -> Parts:
    return (Link((words,), page), ".")


def _contributions(content: Content, _: Changes, site: Site) -> Found:
    shown, missing = len(content.findings.included()), len(content.findings.withheld())
    told = f"{many(shown, 'contribution')} published, {number(missing)} named with a reason"
    page = WITHHELD if missing else "contributions.html"
    return Found(_met(whole=site.banner is None and shown > 0), _linked(told, page))


def _decided(content: Content, _: Changes, __: Site) -> Found | None:
    states = content.by_outcome()
    open_ones, total = len(states.get(UNDECIDED, [])), len(content.findings.included())
    if open_ones == total:
        return None
    told = f"{number(total - open_ones)} of {many(total, 'contribution')} have an answer"
    return Found(_met(whole=not open_ones), _linked(told, "index.html#by-outcome"))


def _selection_reasons(content: Content, _: Changes, __: Site) -> Found | None:
    decided = [o for o in content.outcomes.values() if o.state != UNDECIDED]
    if not decided:
        return None
    reasoned = sum(bool(outcome.reason) for outcome in decided)
    told = f"{number(reasoned)} of {many(len(decided), 'answer')} come with a reason"
    whole = reasoned == len(decided) == len(content.findings.included())
    return Found(_met(whole=whole), _linked(told, "index.html#by-outcome"))


def _replies(content: Content, _: Changes, __: Site) -> Found | None:
    waited = [o.working_days for o in content.outcomes.values() if o.working_days is not None]
    if not waited:
        return None
    soon = sum(days <= ANSWER_DAYS for days in waited)
    told = f"{number(soon)} of {many(len(waited), 'answer')} came within 20 working days"
    return Found("partly", (f"{told}; letters with questions are not in these tables.",))


def _register(content: Content, _: Changes, __: Site) -> Found:
    told = f"{many(len(content.papers), 'document')} on the register, beside the files that came in"
    return Found("partly", _linked(told + _ask("that none is missing"), DOCUMENTS))


def _channels(content: Content, _: Changes, __: Site) -> Found | None:
    events, others = _heard(content)
    if not events and not others:
        return None
    return Found(
        _met(whole=bool(events and others)), _linked(_ways(events, others), "index.html#by-event")
    )


def _open_to_all(content: Content, _: Changes, __: Site) -> Found | None:
    events, others = _heard(content)
    if not events and not others:
        return None
    told = _ways(events, others) + _ask("that anyone could take part")
    return Found("partly", _linked(told, "index.html#by-event"))


def _ways(events: int, others: int) -> str:
    return f"{many(events, 'event')}, and {many(others, 'source')} beside events"


def _heard(content: Content) -> tuple[int, int]:
    """Count events, and sources that came from none, with contributions."""
    heard = [content.findings.sources[each] for each in content.findings.given]
    events = sum(source.is_event for source in heard)
    return events, len(heard) - events


def _meetings(content: Content, _: Changes, __: Site) -> Found | None:
    events, _online = _heard(content)
    days = sorted(filter(None, (_day(each.date) for each in content.findings.included())))
    span = (days[-1] - days[0]).days if days else 0
    if not events and not span:
        return None
    told = f"{many(events, 'event')}; contributions came in over {many(span, 'day')}"
    whole = events >= OPEN_MEETINGS and span >= CALL_DAYS
    return Found(_met(whole=whole), _linked(told, "index.html#by-event"))


def _around(content: Content, _: Changes, __: Site) -> Found | None:
    towns = len(content.by_town())
    told = f"People were heard in {many(towns, 'place')}" + _ask("who called the meetings")
    return Found("partly", _linked(told, "index.html#by-place")) if towns > 1 else None


def _open_call(content: Content, _: Changes, __: Site) -> Found | None:
    _events, online = _heard(content)
    told = "Ideas sent in outside events are published" + _ask("who assessed them")
    return Found("partly", _linked(told, "index.html#by-event")) if online else None


def _milestones(content: Content, _: Changes, __: Site) -> Found | None:
    if not content.commitments:
        return None
    last = max(row["date"] for row in (*content.commitments, *content.milestones))
    told = f"{many(len(content.milestones), 'milestone')}, last updated on {day(last)}"
    told += _ask("that this happens every six months")
    return Found("partly", _linked(told, "index.html#commitments"))


def _dashboard(content: Content, _: Changes, __: Site) -> Found | None:
    if not content.commitments:
        return None
    followed = {row["commitment_id"] for row in content.milestones}
    total = len(content.commitments)
    told = f"{len(followed)} of {many(total, 'commitment')} show their milestones"
    return Found(_met(whole=len(followed) == total), _linked(told, "index.html#commitments"))


def _updates(_: Content, changes: Changes, __: Site) -> Found | None:
    days = sorted({found for when, *_rest in changes if (found := _day(when))})
    if not days:
        return None
    longest = max(((b - a).days for a, b in pairwise(days)), default=0)
    apart = f", at most {many(longest, 'day')} apart" if longest else ""
    told = f"Published on {many(len(days), 'day')}{apart}"
    whole = len(days) > 1 and longest <= MONTH_DAYS
    return Found(_met(whole=whole), _linked(told, CHANGES))


def _contact(_: Content, __: Changes, site: Site) -> Found | None:
    told = f"Contact on every page: {site.contact}" + _ask("which body leads")
    return Found("partly", (f"{told}.",)) if site.contact else None


def _website(_: Content, __: Changes, site: Site) -> Found | None:
    told = f"The index stands at {site.base_url}" + _ask("that it holds everything")
    return Found("partly", (f"{told}.",)) if site.base_url and site.banner is None else None


def _record(_: Content, __: Changes, ___: Site) -> Found:
    return Found("partly", (f"This record{_ask('that it was handed over')}.",))


def _day(text: str | None) -> date | None:
    """Read a day; what is not a whole day is not known."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


CHECKS: dict[str, Check] = {
    "around_the_country": _around,
    "channels": _channels,
    "contact": _contact,
    "contributions": _contributions,
    "dashboard": _dashboard,
    "decided": _decided,
    "meetings": _meetings,
    "milestones": _milestones,
    "open_call": _open_call,
    "open_to_all": _open_to_all,
    "record": _record,
    "register": _register,
    "replies": _replies,
    "selection_reasons": _selection_reasons,
    "updates": _updates,
    "website": _website,
}
