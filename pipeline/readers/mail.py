"""A message (.eml) becomes one contribution; what is attached is read as files of their own."""

import re
from collections.abc import Iterator
from contextlib import suppress
from email import policy
from email.parser import BytesParser
from email.utils import parseaddr
from typing import Any

from pipeline.readers import txt
from pipeline.readers.archive import placed
from pipeline.readers.encoding import decode
from pipeline.readers.letter import around
from pipeline.readers.shapes import FRAME, Aside, Reading, Sheet, Unreadable

Message = Any  # of the modern policy; the stubs give the old one
HEADS = ["subject", "message", "from", "sent"]
ATTRIBUTION = r"^On [^\n]{4,200}(?:\n[^\n]{1,200})?\bwrote:"
QUOTED = re.compile(rf"{ATTRIBUTION}|^>.*$", re.MULTILINE)
EARLIER = re.compile(  # from here on, the message is an earlier one
    r"^-{2,} *(?:Original|Forwarded) message *-{2,}|^_{8,}\s*\nFrom: "
    rf"|^From: .*\n(?:Sent|Date|To): |{ATTRIBUTION}(?!\s*>)",
    re.MULTILINE | re.IGNORECASE,
)
SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
QUOTED_HTML = "//blockquote | //*[contains(@class, 'gmail_quote')]"
NOTHING_TO_DO = "nothing to do if that is right"
NO_WORDS = "this message holds no words"
PASSED_ON = (
    "this message says nothing itself and passes on another",
    "save the other message as .eml, or put its words into a text file, and run again",
)
NESTED = "a message that is attached to a message is not opened"
SAVE_APART = "save it as a file of its own, and run again"


def read(content: bytes, max_mb: int) -> Reading:
    """Read what the writer says, who that is and when; what is quoted or signed is set aside."""
    message = BytesParser(policy=policy.default).parsebytes(content)
    said, asides = _said(message)
    attached = [placed(name, reading) for name, reading in _attached(message, max_mb)]
    if not said and not attached:
        raise Unreadable(*(PASSED_ON if asides else (NO_WORDS, NOTHING_TO_DO)))
    row = [_header(message, "subject"), said, _sender(message), _sent(message)]
    own = [Sheet("", [HEADS, row], entries=True)] if said else []
    return Reading(
        "message",
        blocks=[block for reading in attached for block in reading.blocks],
        sheets=[*own, *(sheet for reading in attached for sheet in reading.sheets)],
        asides=[*asides, *(aside for reading in attached for aside in reading.asides)],
    )


def _said(message: Message) -> tuple[str, list[Aside]]:
    """Part the writer's words from an earlier message and from a signature, which are set aside."""
    body = message.get_body(("plain", "html"))
    if body is None:
        return "", []
    text, hidden = _text(body), 0
    if body.get_content_subtype() == "html":
        text, hidden = _seen(text)
    own = EARLIER.split(text, maxsplit=1)[0]
    above, *signature = SIGNATURE.split(own, maxsplit=1)
    lines = "".join(match[0] for match in QUOTED.finditer(above))
    words, framed = _joined(QUOTED.sub("", above))
    found = {
        "an earlier message that is quoted": hidden + len(text) - len(own) + len(lines),
        "a greeting or a signature": len("".join(signature)) + framed,
    }
    return words, [_aside(what, length) for what, length in found.items() if length]


def _text(body: Message) -> str:
    """Decode a body in the encoding that it declares, if there is such a one."""
    with suppress(LookupError):
        return str(body.get_content()).replace("\r\n", "\n")
    raw = body.get_payload(decode=True)
    return decode(raw if isinstance(raw, bytes) else b"")


def _seen(markup: str) -> tuple[str, int]:
    """Give the words of a page without those that it quotes, and how long these are."""
    from lxml import etree, html  # noqa: PLC0415  heavy: for messages without plain text

    from pipeline.readers.web import visible_text  # noqa: PLC0415

    root: Any = html.document_fromstring(markup.replace("\x00", "") or "<p></p>")
    length = 0
    for quote in root.xpath(QUOTED_HTML):
        length += len(" ".join(quote.text_content().split()))
        quote.clear(keep_tail=True)
    return visible_text(etree.tostring(root, encoding="unicode", method="html")), length


def _joined(words: str) -> tuple[str, int]:
    """Join wrapped lines to paragraphs, bullets stay bullets; and how much greets or signs."""
    blocks = txt.read(words.encode(errors="replace"), 0).blocks
    framed = around(blocks)
    kept = [block for at, block in enumerate(blocks) if at not in framed]
    lines = [f"• {b.text}" if b.kind == "bullet" else b.text for b in kept]
    return "\n".join(lines), sum(len(blocks[at].text) for at in framed)


def _aside(what: str, length: int) -> Aside:
    return Aside("entry 1", f"{what}, not what was said here", NOTHING_TO_DO, length, FRAME)


def _attached(message: Message, max_mb: int) -> Iterator[tuple[str, Reading]]:
    """Read each attached file by itself; what cannot be read is set aside, the others go on."""
    from pipeline.readers import read as read_file  # noqa: PLC0415  it imports this module

    for number, part in enumerate(message.iter_attachments(), start=1):
        name = part.get_filename() or f"attachment {number}"
        raw = part.get_payload(decode=True)
        try:
            if not isinstance(raw, bytes) or name.lower().endswith(".eml"):
                raise Unreadable(NESTED, SAVE_APART)
            yield name, read_file(name, raw, max_mb)
        except Unreadable as error:
            yield (
                name,
                Reading("unreadable", asides=[Aside("whole file", error.reason, error.advice)]),
            )


def _header(message: Message, name: str) -> str:
    """Give a header as text; a damaged one says nothing."""
    with suppress(Exception):  # the parser of headers raises whatever it likes
        return str(message[name] or "")
    return ""


def _sender(message: Message) -> str:
    """Give the name of who wrote, or else the address."""
    name, address = parseaddr(_header(message, "from"))
    return name or address


def _sent(message: Message) -> str:
    with suppress(Exception):  # as above
        return str(message["date"].datetime.isoformat())
    return ""
