"""What has no row in the grades: files that are nobody's work, students who sent nothing."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from autograder.results.atomic_file import write_atomically
from autograder.results.result import Result
from autograder.results.tables.roster import Roster
from autograder.results.text import csv_text

FILE = "not_graded.csv"


class NotGraded(NamedTuple):
    """A file or a student, and why there is no grade for it."""

    name: str
    why: str


def write_not_graded(folder: Path, found: list[NotGraded]) -> None:
    """Write not_graded.csv, or remove that of an earlier run where nothing is left to say."""
    path = folder / FILE
    if not found:
        path.unlink(missing_ok=True)
        return
    write_atomically(path, csv_text([NotGraded._fields, *found]))


def read_not_graded(folder: Path) -> list[NotGraded]:
    """What that file says; nothing if there is none."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    rows = list(csv.reader(io.StringIO(text)))[1:]
    return [NotGraded(*row) for row in rows if len(row) == len(NotGraded._fields)]


def sent_nothing(results: Iterable[Result], roster: Roster) -> list[NotGraded]:
    """The students of a roster of whom there is no result, in its order."""
    sent = {row for result in results for row in roster.matches(result)}
    absent = [row for number, row in enumerate(roster.rows) if number not in sent]
    return [NotGraded(roster.called(row), "in the roster, and sent nothing") for row in absent]
