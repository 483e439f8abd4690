"""Bytes become text, in whatever encoding they came."""

import codecs

from pipeline.readers.shapes import Unreadable

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WESTERN = "cp1252"
AS_LIKELY = 0.05  # difference in mess up to which two encodings count as equally likely
FOREIGN = 0.3  # share of characters beyond ASCII that no language in Latin letters reaches
LATIN = {"cp1252", "cp1250", "mac_roman"}
LIKELY = [
    WESTERN,
    "cp1250",
    "cp1251",
    "cp1253",
    "big5",
    "gb18030",
    "shift_jis",
    "euc_kr",
    "mac_roman",
]
SAMPLE = 200_000  # bytes looked at to tell an encoding
FEW = 0.1  # share of broken characters up to which a file is still UTF-8
ESCAPED = range(0xDC80, 0xDD00)  # where "surrogateescape" puts bytes that are not UTF-8


def decode(content: bytes) -> str:
    """Turn bytes into text: by mark, UTF-16 by its zero bytes, UTF-8, else by likelihood."""
    for mark, name in BOMS:
        if content.startswith(mark):
            return content.decode(name, errors="replace")
    wide = _wide(content[:SAMPLE])
    if wide:
        return content.decode(wide, errors="replace")
    return _nearly_utf8(content) or _likeliest(content)


def _wide(sample: bytes) -> str | None:
    """Tell UTF-16 without a mark: every second byte of Latin text is zero."""
    half = len(sample) // 2
    if not half:
        return None
    if sample[1::2].count(0) > 0.4 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.4 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _nearly_utf8(content: bytes) -> str | None:
    """Read as UTF-8, a few stray bytes as Windows ones; missing if it is another encoding."""
    text = content.decode("utf-8", errors="surrogateescape")
    strange = [char for char in text if ord(char) in ESCAPED] if not text.isascii() else []
    if not strange:
        return text
    well = sum(not char.isascii() for char in text) - len(strange)
    if len(strange) > FEW * well:
        return None
    return text.translate({code: _windows(code - 0xDC00) for code in ESCAPED})


def _windows(byte: int) -> str:
    """Read one byte as Windows Western European does."""
    return bytes([byte]).decode("cp1252", errors="replace")


def _likeliest(content: bytes) -> str:
    """Ask charset-normalizer, Windows Western European first where it is as likely as another."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  only for files not in UTF-8

    matches = list(from_bytes(content[:SAMPLE], cp_isolation=LIKELY))
    near = [match for match in matches if match.chaos <= matches[0].chaos + AS_LIKELY]
    western = not matches or any(WESTERN in match.could_be_from_charset for match in near)
    text = content.decode(WESTERN if western else matches[0].encoding, errors="replace")
    if _is_gibberish(text[:SAMPLE]) and (western or matches[0].encoding in LATIN):
        raise Unreadable(
            "the letters in this file are stored in a way that could not be told",
            'open it in the program it comes from and save it as "CSV UTF-8" or "UTF-8 text"',
        )
    return text


def _is_gibberish(text: str) -> bool:
    """Tell another script read as Latin letters: far too many of them have accents or are signs."""
    seen = [char for char in text if not char.isspace()]
    return sum(not char.isascii() for char in seen) > FOREIGN * len(seen)
