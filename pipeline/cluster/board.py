"""Board: themes as they stand while people's corrections are replayed, one action after another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from pipeline.decisions import Decision, Unfit, fold

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Ground:
    """What no correction changes: the things said, their unit vectors, and how ideas are meant.

    `meant` leads from an idea's id, and from its folded words, to its place and its id; `settled`
    are the places that the codebook settled.
    """

    points: Floats
    meant: Mapping[str, tuple[int, str]]
    settled: frozenset[int] = frozenset()

    def idea(self, said: str) -> tuple[int, str]:
        """Find the place and id of the idea meant by its id or its words."""
        found = self.meant.get(said) or self.meant.get(fold(said))
        if not found:
            raise Unfit(f'there is no idea "{said}"', IDEA_LIKE_THIS)
        return found

    def ideas(self, said: str | None) -> list[tuple[int, str]]:
        """Find one idea, or several parted by `|`; words that hold a `|` are one idea."""
        text = filled(said, "what")
        if text in self.meant or fold(text) in self.meant:
            return [self.idea(text)]
        return [self.idea(part.strip()) for part in text.split("|") if part.strip()]


@dataclass(frozen=True)
class Board:
    """Where everything said stands, and what people made of the themes.

    `homes` holds the themes of each place, the main one first; `inside` its sub-theme; `parents`
    the theme of each sub-theme; `called` leads from folded names, present and former, to ids;
    `brought` are the themes of the codebook.
    """

    homes: Mapping[int, tuple[str, ...]]
    inside: Mapping[int, str]
    parents: Mapping[str, str]
    themes: frozenset[str]
    called: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    quotes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    brought: frozenset[str] = frozenset()
    shaped: frozenset[str] = frozenset()
    decided: frozenset[tuple[int, str]] = frozenset()

    def of(self, theme: str) -> list[int]:
        """Places whose main theme, or whose sub-theme, this is."""
        if theme in self.parents:
            return sorted(place for place, sub in self.inside.items() if sub == theme)
        return sorted(place for place, homes in self.homes.items() if homes[:1] == (theme,))

    def theme(self, said: str | None, column: str, ground: Ground) -> str:
        """Find the theme or sub-theme meant by its id, a name, or an idea that is in it."""
        text = filled(said, column)
        found = text if self._is_there(text) else self.called.get(fold(text), "")
        if self._is_there(found):
            return found
        home = ground.meant.get(text) or ground.meant.get(fold(text))
        if home and self.homes[home[0]]:
            return self.homes[home[0]][0]
        if home:
            raise Unfit(f'the idea "{text}" has no theme yet', THEME_LIKE_THIS)
        raise Unfit(f'there is no theme "{text}"', THEME_LIKE_THIS)

    def top(self, theme: str) -> str:
        """Give the theme that a sub-theme belongs to; a theme stands for itself."""
        return self.parents.get(theme, theme)

    def put(self, place: int, homes: tuple[str, ...], inside: str | None = None) -> "Board":
        """Place something said, as a person decided."""
        below = {at: sub for at, sub in self.inside.items() if at != place}
        return replace(
            self,
            homes={**self.homes, place: homes},
            inside=below | ({place: inside} if inside else {}),
            decided=self.decided | {(place, theme) for theme in homes or ("",)},
        )

    def _is_there(self, theme: str) -> bool:
        return theme in self.themes or theme in self.parents


Action = Callable[[Board, Ground, Decision], Board]


def rename(board: Board, ground: Ground, row: Decision) -> Board:
    """Call a theme or sub-theme by another name."""
    theme, name = board.theme(row["what"], "what", ground), filled(row["to"], "to")
    others = {fold(other) for known, other in board.names.items() if known != theme}
    if fold(name) in others:
        raise Unfit(f'another theme is called "{name}"', "choose another name, or merge the two")
    return replace(
        board,
        names={**board.names, theme: name},
        called={**board.called, fold(name): theme},
    )


def describe(board: Board, ground: Ground, row: Decision) -> Board:
    """Describe a theme or sub-theme in a person's words."""
    theme = board.theme(row["what"], "what", ground)
    return replace(board, descriptions={**board.descriptions, theme: filled(row["to"], "to")})


def move(board: Board, ground: Ground, row: Decision) -> Board:
    """Put ideas into another theme or sub-theme, and into no other."""
    theme = board.theme(row["to"], "to", ground)
    for place, _ in ground.ideas(row["what"]):
        board = board.put(place, (board.top(theme),), theme if theme in board.parents else None)
    return board


def add_to(board: Board, ground: Ground, row: Decision) -> Board:
    """Put ideas into a further theme; their main theme stays."""
    theme = board.top(board.theme(row["to"], "to", ground))
    for place, _ in ground.ideas(row["what"]):
        homes, inside = board.homes[place], board.inside.get(place)
        board = replace(
            board.put(place, homes, inside),
            homes={**board.homes, place: tuple(dict.fromkeys((*homes, theme)))},
            decided=board.decided | {(place, theme)},
        )
    return board


def remove_from(board: Board, ground: Ground, row: Decision) -> Board:
    """Take ideas out of a theme; without another they have no theme yet."""
    theme = board.theme(row["to"], "to", ground)
    for place, idea in ground.ideas(row["what"]):
        homes = board.homes[place]
        if board.inside.get(place) == theme:
            board = board.put(place, homes)
        elif theme in homes:
            left = tuple(home for home in homes if home != theme)
            board = board.put(
                place, left, board.inside.get(place) if left[:1] == homes[:1] else None
            )
        else:
            raise Unfit(f"the idea {idea} is not in this theme", "nothing needs to be done")
    return board


def merge(board: Board, ground: Ground, row: Decision) -> Board:
    """Make one theme, or sub-theme, of two: all of the first goes into the second."""
    one, other = board.theme(row["what"], "what", ground), board.theme(row["to"], "to", ground)
    if one == other:
        raise Unfit("both are the same theme already", "nothing needs to be done")
    if board.parents.get(one) != board.parents.get(other):
        raise Unfit("a theme and a sub-theme, or sub-themes of two themes, cannot be one",
                    'merge two themes, or "move" the ideas')  # fmt: skip
    swapped = replace(
        board,
        homes={at: tuple(dict.fromkeys(other if h == one else h for h in homes))
               for at, homes in board.homes.items()},
        inside={at: other if sub == one else sub for at, sub in board.inside.items()},
        parents={sub: other if top == one else top
                 for sub, top in board.parents.items() if sub != one},
        called={said: other if known == one else known for said, known in board.called.items()},
    )  # fmt: skip
    return replace(swapped, themes=board.themes - {one}, shaped=(board.shaped - {one}) | {other})


def split(board: Board, ground: Ground, row: Decision) -> Board:
    """Part a theme: a sub-theme of it, or some ideas and those nearest to them, stand alone."""
    theme = board.theme(row["what"], "what", ground)
    if theme in board.parents:
        raise Unfit("a sub-theme cannot be parted", '"move" its ideas')
    leaving = _leaving(board, ground, theme, filled(row["to"], "to"))
    if not 0 < len(leaving) < len(board.of(theme)):
        raise Unfit("nothing would be left of one of the two", "name other ideas of this theme")
    central = min(idea for place, idea in ground.meant.values() if place == leaving[0])
    made = made_id(f"split {central}")
    parted = {at: (made, *board.homes[at][1:]) for at in leaving}
    subs = {board.inside[at] for at in leaving if at in board.inside}
    staying = {sub for at, sub in board.inside.items() if at not in parted}
    return replace(
        board,
        homes={**board.homes, **parted},
        inside={at: s for at, s in board.inside.items() if at not in parted or s not in staying},
        parents={sub: made if sub in subs - staying else top for sub, top in board.parents.items()},
        themes=board.themes | {made},
        shaped=board.shaped | {theme, made},
    )


def pin_quote(board: Board, ground: Ground, row: Decision) -> Board:
    """Show an idea among the first quotes of a theme, or of its own theme if none is named.

    Pinned quotes stand in the order of their latest rows.
    """
    quotes = dict(board.quotes)
    for place, idea in ground.ideas(row["what"]):
        theme = board.theme(row["to"] or idea, "to", ground)
        if theme not in (*board.homes[place], board.inside.get(place)):
            raise Unfit(f"the idea {idea} is not in this theme", 'leave "to" empty, or move it')
        others = (each for each in quotes.get(theme, ()) if each != idea)
        quotes[theme] = (*others, idea)
    return replace(board, quotes=quotes)


def new_theme(board: Board, ground: Ground, row: Decision) -> Board:
    """Make a theme of some ideas, or one that later rows fill."""
    name = filled(row["to"], "to")
    if fold(name) in {fold(other) for other in board.names.values()}:
        raise Unfit(f'there is a theme "{name}" already', 'use "move" to put ideas into it')
    made = made_id(f"new theme {fold(name)}")
    board = replace(
        board,
        themes=board.themes | {made},
        names={**board.names, made: name},
        called={**board.called, fold(name): made},
        shaped=board.shaped | {made},
    )
    for place, _ in ground.ideas(row["what"]) if row["what"] else ():
        board = board.put(place, (made,))
    return board


def pair(board: Board, ground: Ground, row: Decision) -> Board:
    """Check that both ideas are there to be learned from; that has been done already."""
    for column in ("what", "to"):
        place, _ = ground.idea(filled(row[column], column))
        if place in ground.settled:
            raise Unfit("one of the two is in a theme of the codebook", 'use "move" instead')
    return board


def follow(before: Board, after: Board, points: Floats) -> Board:
    """Let ideas go along with one that a person moved out of their theme, if they are its like.

    They are when they are nearer to it than to the middle of their theme, measured from the middle
    of all. Nobody decided on them: they stay the machine's. What it is worth:
    benchmarks/corrections.md.
    """
    centred = unit_length(points - points.mean(axis=0)) if len(points) else points
    settled = {place for place, _ in after.decided}
    moved = [
        (place, before.homes[place][0], after.homes[place][0])
        for place in sorted(settled)
        if before.homes[place] and after.homes[place]
    ]
    going: dict[int, tuple[float, str]] = {}
    for place, source, target in moved:
        left = [at for at in after.of(source) if at not in settled]
        if source == target or not left:
            continue
        near = centred[left] @ centred[place] - _near(centred, left, left)
        for at, by in zip(left, near.round(6).tolist(), strict=True):
            if by > max(0.0, going.get(at, (0.0, ""))[0]):
                going[at] = (by, target)
    return replace(
        after,
        homes={**after.homes, **{at: (target,) for at, (_, target) in going.items()}},
        inside={at: sub for at, sub in after.inside.items() if at not in going},
    )


def unit_length(points: Floats) -> Floats:
    """Bring rows to length one, so that a product is a cosine; zeros stay."""
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    unit: Floats = (points / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return unit


def made_id(of: str) -> str:
    """Give a short id to a theme that people made."""
    return f"t-{sha256(of.encode()).hexdigest()[:6]}"


def filled(said: str | None, column: str) -> str:
    """Give what a cell holds; an empty one is unfit."""
    if not said:
        raise Unfit(f'the column "{column}" is empty', "add the row again with it filled in")
    return said


def _leaving(board: Board, ground: Ground, theme: str, said: str) -> list[int]:
    """Places of a theme that leave it with a sub-theme, or with ideas that are nearer to them."""
    known = said if said in board.parents else board.called.get(fold(said), "")
    if board.parents.get(known) == theme:
        return board.of(known)
    named = [place for place, _ in ground.ideas(said)]
    strangers = set(named) - set(board.of(theme))
    if strangers:
        raise Unfit("not all of these ideas are in this theme", "name ideas of this theme alone")
    rest = [place for place in board.of(theme) if place not in named]
    if not rest:
        return named
    nearer = _near(ground.points, rest, named) - _near(ground.points, rest, rest)
    return [*named, *np.array(rest)[nearer.round(6) > 0].tolist()]


def _near(points: Floats, places: list[int], others: list[int]) -> Floats:
    """Cosine of each place with the middle of others."""
    middle = points[others].mean(axis=0)
    near: Floats = points[places] @ (middle / max(float(np.linalg.norm(middle)), 1e-9))
    return near


ACTIONS: dict[str, Action] = {
    "rename": rename,
    "describe": describe,
    "move": move,
    "add to": add_to,
    "remove from": remove_from,
    "merge": merge,
    "split": split,
    "pin quote": pin_quote,
    "new theme": new_theme,
    "same theme": pair,
    "not same theme": pair,
}
THEME_LIKE_THIS = "give its id or its name as in the last report, or the words of an idea in it"
IDEA_LIKE_THIS = "give its id, or its words exactly as in the report, marks such as [name] included"
