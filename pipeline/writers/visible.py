"""Characters that no page may hold become visible pictures of themselves."""

_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"}
_PICTURES |= {0x7F: 0x2421}
_PICTURES |= dict.fromkeys([*range(0x80, 0x85), *range(0x86, 0xA0), *range(0xD800, 0xE000)], 0xFFFD)
_PICTURES |= dict.fromkeys([0xFFFE, 0xFFFF], 0xFFFD)


def visible(text: str) -> str:
    """Show control characters as `␀`, `␛` and the like."""
    return text.translate(_PICTURES) if not text.isprintable() else text
