"""The columns of a table share the width of a page, the same in Word and in PDF."""

import re

from pipeline.document import Table, plain

TURNED_FROM = 7
WIDEST_WORD, WIDEST_NAME, WIDEST_WISH, LETTERS_A_LINE = 16, 30, 60, 92
NARROWEST, MARGIN = 3, 2


def is_turned(table: Table) -> bool:
    """Tell whether the headers of a table with many figures stand upright."""
    return len(table.numbers) >= TURNED_FROM


def shares(table: Table) -> list[float]:
    """Give each column its share of 1: long words stay whole, long texts get what is left."""
    columns = [_column(table, place) for place in range(len(table.head))]
    least = [_least(column) for column in columns]
    means = [sum(map(len, column[1:])) / len(column) + MARGIN for column in columns]
    wanted = [min(mean, WIDEST_WISH) for mean in means]
    wanted[0] = max(wanted[0], min(max(map(len, columns[0])), WIDEST_NAME))
    more = [max(0.0, want - has) for want, has in zip(wanted, least, strict=True)]
    spare = max(0, LETTERS_A_LINE - sum(least)) / (sum(more) or 1)
    widths = [has + spare * each for has, each in zip(least, more, strict=True)]
    return [width / sum(widths) for width in widths]


def _column(table: Table, place: int) -> list[str]:
    """Give the texts of a column, header first; a turned header takes little width."""
    head = "" if is_turned(table) and place in table.numbers else table.head[place]
    return [head, *(plain(row[place])[:200] for row in table.rows[:100])]


def _least(column: list[str]) -> int:
    """Give room for the longest word and its margin; the bold letters of a header take more."""
    head, *cells = column
    return max(_longest_word([head]) + MARGIN + bool(head), _longest_word(cells) + MARGIN)


def _longest_word(column: list[str]) -> int:
    words = (word for text in column for word in re.split(r"[ \t\n]", text))
    longest = max((len(word) for word in words), default=0)
    return min(max(longest, NARROWEST), WIDEST_WORD)
