"""What an edit of a student's own code changes, for the staff: lines, and words and signs."""

import hmac
import re

from autograder.diagnosis.kept_values import HEX_DIGITS
from autograder.sandbox.trials import Edit

PIECE = re.compile(r"\w+|\S")


def size(edit: Edit) -> int:
    """How many words and signs an edit takes out and puts in."""
    return sum(map(len, pieces_changed(edit)))


def pieces_changed(edit: Edit) -> tuple[list[str], list[str]]:
    """The words and signs that an edit takes out and puts in."""
    return apart(PIECE.findall(edit.before), PIECE.findall(edit.after))


def changed_lines(edit: Edit) -> list[str]:
    """The lines that an edit takes out and puts in, behind - and +."""
    before, after = apart(edit.before.split("\n"), edit.after.split("\n"))
    return [f"-{line}" for line in before] + [f"+{line}" for line in after]


def apart(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """Two lists without what they begin and end with alike; difflib may take long for a hostile
    text.
    """
    pairs = enumerate(zip(before, after, strict=False))
    first = next((n for n, (one, other) in pairs if one != other), min(len(before), len(after)))
    most = min(len(before), len(after)) - first
    pairs = enumerate(zip(reversed(before), reversed(after), strict=False))
    last = next((n for n, (one, other) in pairs if one != other), most)
    last = min(last, most)
    return before[first : len(before) - last], after[first : len(after) - last]


def repair_of(function: str, edits: list[Edit], seed: str) -> str:
    """By this the staff sees whose function the same edit mends, and nobody sees which edit.

    Of the first edit, only what changes is taken: all around it is another's.
    """
    first = edits[0]
    pieces = pieces_changed(first)
    said = "\0".join([function, first.kind, first.second, repr(pieces)])
    return hmac.digest(seed.encode(), said.encode("utf-8", "replace"), "sha256").hex()[:HEX_DIGITS]
