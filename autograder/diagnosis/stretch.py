"""The lines of a student's own code that edits are in, as they are told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from autograder.sandbox.trials import Edit, Lines

MOST_LINES = 4  # of a stretch
MOST_PARTS = 2


@dataclass(frozen=True)
class Stretch:
    """Lines of a cell, in parts; the kinds of edit, and how many it takes. `columns` are those of
    the piece of the line that is meant, if it is one.

    One edit is in any of the parts; of two edits there is one in each.
    """

    cell: int
    parts: tuple[Lines, ...]
    kinds: tuple[str, ...]
    edits: int = 1
    columns: tuple[int, int] | None = None

    @property
    def first(self) -> int:
        return self.parts[0][0]

    @property
    def last(self) -> int:
        return self.parts[-1][1]

    def moved(self, cell: int, by: int) -> "Stretch":
        """The same lines of another text, in which they stand further down."""
        parts = tuple((first + by, last + by) for first, last in self.parts)
        return replace(self, cell=cell, parts=parts)


def stretch(edits: list[Edit]) -> Stretch | None:
    """The smallest stretch that holds all edits, or two; None where one is half of the function."""
    cells = {edit.cell for edit in edits}
    parts = joined(lines for edit in edits for lines in (edit.parts or [edit.lines]))
    whole = parts[0][0], parts[-1][1]
    is_part = whole[1] - whole[0] < length_of(edits[0]) / 2
    if len(parts) > MOST_PARTS and is_part and not edits[0].second:
        parts = (whole,)
    is_in_each = all(touches(edit, part) for edit in edits if edit.second for part in parts)
    if len(cells) > 1 or len(parts) > MOST_PARTS or not is_in_each:
        return None
    kinds = dict.fromkeys(kind for edit in edits for kind in (edit.kind, edit.second) if kind)
    return Stretch(*cells, parts, tuple(kinds), 2 if edits[0].second else 1, piece(edits))


def length_of(edit: Edit) -> int:
    """How many lines the function has that is edited."""
    return edit.before.count("\n") + 1


def piece(edits: list[Edit]) -> tuple[int, int] | None:
    """The piece of a line that holds all edits; None where there is no such."""
    pieces = [edit.columns for edit in edits if edit.columns]
    if len(pieces) < len(edits) or len({edit.lines for edit in edits}) > 1:
        return None
    return min(first for first, _ in pieces), max(last for _, last in pieces)


def joined(lines: Iterable[Lines]) -> tuple[Lines, ...]:
    """Lines in order, those that are near each other as one stretch."""
    found: list[Lines] = []
    for first, last in sorted(lines):
        if found and max(last, found[-1][1]) - found[-1][0] < MOST_LINES:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return tuple(found)


def touches(edit: Edit, part: Lines) -> bool:
    return any(part[0] <= first and last <= part[1] for first, last in edit.parts)
