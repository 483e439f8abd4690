"""Ids become stable addresses of pages: the same id has the same address in every run."""

import re
from hashlib import sha256

_SAFE = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,60}[a-z0-9])?")
_TAKEN = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")


def slug(name: str) -> str:
    """Keep an id that is safe in file names and links; make another one safe and still unique."""
    if _SAFE.fullmatch(name) and not _TAKEN.fullmatch(name):
        return name
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    return f"{readable or 'id'}~{sha256(name.encode()).hexdigest()[:12]}"


def site_folder(*, signed: bool) -> str:
    """Give the folder of the pages, below reports: the index as published, or a preview of it."""
    return "index/" if signed else "preview/"


def contribution_page(contribution_id: str) -> str:
    """Give the page of one contribution, below the index."""
    return f"contributions/{slug(contribution_id)}.html"


def theme_page(theme_id: str | None) -> str:
    """Give the page of a theme, or of what has no theme yet, below the index."""
    return f"themes/{slug(theme_id)}.html" if theme_id else "themes/none-yet.html"


def theme_goals_page(theme_id: str | None) -> str:
    """Give the page with the words behind a theme's links to goals and values, below the index."""
    return theme_page(theme_id).replace(".html", "-goals.html")


def goal_anchor(framework: str, code: str) -> str:
    """Give the place of a goal or value on a page that shows several."""
    return slug(f"{framework}-{code}")


def source_page(source_id: str) -> str:
    """Give the page of an event or another source, below the index."""
    return f"sources/{slug(source_id)}.html"


def goal_page(framework: str, code: str) -> str:
    """Give the page of a goal or value, below the index."""
    return f"goals/{slug(f'{framework}-{code}')}.html"


def place_page(town: str) -> str:
    """Give the page of a town or other place, in any case, below the index."""
    return f"places/{slug(town.casefold())}.html"


def outcome_page(outcome: str) -> str:
    """Give the page of everything with one outcome, below the index."""
    return f"outcomes/{slug(outcome.replace(' ', '-'))}.html"


def candidate_page(candidate_id: str) -> str:
    """Give the page of a candidate, below the index."""
    return f"candidates/{slug(candidate_id)}.html"


def commitment_page(commitment_id: str) -> str:
    """Give the page of a commitment, below the index."""
    return f"commitments/{slug(commitment_id)}.html"


def round_page(name: str) -> str:
    """Give the page of an earlier round, below the index."""
    return f"earlier/{slug(name)}.html"


def earlier_page(name: str, contribution_id: str) -> str:
    """Give the page of a contribution to an earlier round, below the index."""
    return f"earlier/{slug(name)}/{slug(contribution_id)}.html"


def edit_tag(kind: str, of: str) -> str:
    """Tag what a person may change in Word: `n` a name, `d` a description, `q` a quote."""
    return f"{kind}:{slug(of)}"
