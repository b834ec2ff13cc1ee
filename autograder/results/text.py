"""Numbers and texts of results, as people may see them."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

from autograder.submissions.files.names import is_unseen

OUTPUT_LIMIT = 4_000
NUMBER_DIGITS = 4
# What a spreadsheet takes for the beginning of one: of a cell, or of what follows a semicolon or
# a tab, which some take for the end of a cell.
SIGNS = r"[=+\-@\t\uff1d\uff0b\uff0d\uff20]"  # and the wide ones of East Asian keyboards
FORMULA = re.compile(rf"(^|[;\t])(?=[ ]*{SIGNS})")
QUOTED = re.compile(rf"(^|[;\t])'(?=[ ]*{SIGNS})")


def points(value: float) -> float:
    """Points as people write them: 5, 2.5, never 2.4999999."""
    rounded = round(float(value), NUMBER_DIGITS)
    return int(rounded) if rounded.is_integer() else rounded


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return FORMULA.sub(r"\1'", cell)


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """A table as CSV in which no text is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([inert(c) if isinstance(c, str) else c for c in cells] for cells in rows)
    return text.getvalue()


def active(cell: str) -> str:
    """What was meant by a cell that `inert` wrote."""
    return QUOTED.sub(r"\1", cell)


def visible(text: str, limit: int = OUTPUT_LIMIT) -> str:
    """Text that shows all it holds: controls, direction marks and escapes become code points."""
    text = text[:limit] + ("…" if len(text) > limit else "")
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c in "\n\t" or not is_unseen(c) else f"\\u{ord(c):04x}" for c in text)
