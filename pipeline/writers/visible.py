"""Characters that no page may hold become visible pictures; what reads from the right is known."""

import unicodedata

_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"}
_PICTURES |= {0x7F: 0x2421}
_PICTURES |= dict.fromkeys([*range(0x80, 0x85), *range(0x86, 0xA0), *range(0xD800, 0xE000)], 0xFFFD)
_PICTURES |= dict.fromkeys([0xFFFE, 0xFFFF], 0xFFFD)

_RIGHT_TO_LEFT = ("R", "AL")


def visible(text: str) -> str:
    """Show control characters as `␀`, `␛` and the like."""
    return text.translate(_PICTURES) if not text.isprintable() else text


def reads_from_the_right(text: str) -> bool:
    """Tell whether the first letter that has a direction is Hebrew, Arabic or the like."""
    if text.isascii():
        return False
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next(
        (way in _RIGHT_TO_LEFT for way in directions if way in ("L", *_RIGHT_TO_LEFT)), False
    )
