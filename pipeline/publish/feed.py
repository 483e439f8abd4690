"""Changes become an Atom feed (RFC 4287): stable ids, and dates from the log, not from a clock."""

from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Tree

from pipeline.publish.changes import Changes, address
from pipeline.publish.site import Content, Site
from pipeline.writers.visible import visible

ATOM = "http://www.w3.org/2005/Atom"
MOST = 200
NEVER = "1970-01-01T00:00:00Z"


def feed(content: Content, lines: Changes, site: Site) -> str:
    """Write the latest changes; before anything was published the feed has no entries."""
    base_url = site.base_url
    Tree.register_namespace("", ATOM)
    root = Tree.Element(f"{{{ATOM}}}feed")
    _add(root, "id", _name(base_url or site.title))
    _add(root, "title", site.title)
    _add(root, "updated", lines[0][0] if lines else NEVER)
    _link(root, base_url, "changes.atom", "self")
    _link(root, base_url, "index.html", "alternate")
    _add(_add(root, "author"), "name", site.title)
    if site.licence:
        _add(root, "rights", site.licence)
    place = address(content, lines)
    for line in lines[:MOST]:
        _entry(root, content, line, base_url, place(line[1]))
    Tree.indent(root)
    return Tree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _entry(
    root: Tree.Element, content: Content, line: tuple[str, str, str], base_url: str, place: str
) -> None:
    when, contribution_id, what = line
    entry = _add(root, "entry")
    each = content.findings.contributions.get(contribution_id)
    shown = each is not None and each.status == "included"
    _add(entry, "id", _name(f"{base_url}{contribution_id} {when} {what}"))
    _add(entry, "title", f"Contribution {contribution_id}: {what}")
    _add(entry, "updated", when)
    _link(entry, base_url, place, "alternate")
    _add(entry, "summary", each.text if each and shown else what)


def _name(text: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, text)}"


def _add(parent: Tree.Element, tag: str, text: str = "") -> Tree.Element:
    child = Tree.SubElement(parent, f"{{{ATOM}}}{tag}")
    child.text = visible(text) or None
    return child


def _link(parent: Tree.Element, base_url: str, file: str, rel: str) -> None:
    _add(parent, "link").attrib.update({"rel": rel, "href": base_url + file})
