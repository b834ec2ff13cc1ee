"""Grades in the layouts that Canvas and Moodle import.

The rows of a roster come back with the grade filled in, so that every name and number is the
system's own.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from autograder.results.atomic_file import write_atomically
from autograder.results.result import Result
from autograder.results.tables.roster import (
    SPLIT_NAME,
    Roster,
    RosterError,
    Row,
    alike,
    read_roster,
)
from autograder.results.text import inert

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
CANVAS_SPLIT = (*SPLIT_NAME, *CANVAS[1:])
POINTS_POSSIBLE = "    Points Possible"  # how Canvas begins the row below its header
WORKSHEET = ("Identifier", "Grade")  # of Moodle's sheet for grading offline
MODIFIED = "Last modified (grade)"  # Moodle reads no sheet without it; `-` is no time at all
MOODLE_NAMES = re.compile(
    r"identifier|(full |first |last |user ?)?name|surname|id number|e-?mail( address)?",
    re.IGNORECASE,
)
CANVAS_NUMBER = re.compile(r"\(\d+\)\s*$")


def roster_for(layout: str | None, path: Path | None, assignment: str) -> Roster | None:
    """The roster, if one is given, in time to say that it is of no use. Raises RosterError.

    Without a layout it says who sent nothing, and may be of any system.
    """
    if path is None:
        return None
    roster = read_roster(path)
    if layout is not None:
        kept_columns(layout, roster)
        grade_column(layout, roster, assignment)
    return roster


def write_gradebook(
    folder: Path, results: list[Result], layout: str, roster: Roster | None
) -> tuple[Path, list[str]]:
    """grades-canvas.csv or grades-moodle.csv, and who is left out of it, with the reason."""
    found: list[tuple[Row, Result]] = [(_own_row(result), result) for result in results]
    left_out: list[str] = []
    if roster is not None:
        found, left_out = match(results, roster)
    about = results[0].about
    columns, column = kept_columns(layout, roster), grade_column(layout, roster, about.assignment)
    rows = [{MODIFIED: "-"} | row | {column: result.score_or} for row, result in found]
    if layout == "canvas":
        rows.insert(0, {columns[0]: POINTS_POSSIBLE, column: about.max_score})
    text, header = io.StringIO(), list(dict.fromkeys([*columns, column]))
    writer = csv.DictWriter(text, header, "", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / f"grades-{layout}.csv"
    write_atomically(path, text.getvalue())
    return path, left_out


def match(results: Iterable[Result], roster: Roster) -> tuple[list[tuple[Row, Result]], list[str]]:
    """Rows of the roster with their results, in its order; who is left out, with the reason."""
    by_row, left_out = defaultdict(list), []
    for result in results:
        found = roster.matches(result)
        if len(found) == 1:
            by_row[found[0]].append(result)
        else:
            why = "several in the roster" if found else "not in the roster"
            left_out.append(f"{result.student}: {why}")
    for several in [row for row, own in by_row.items() if len(own) > 1]:
        names = " and ".join(result.student for result in by_row.pop(several))
        left_out.append(f"{names}: one student in the roster; decide which counts")
    return [(roster.rows[row], by_row[row][0]) for row in sorted(by_row)], left_out


def kept_columns(layout: str, roster: Roster | None) -> list[str]:
    """The columns that go back. Raises RosterError if the roster is of another system."""
    if roster is None:
        return (
            list(CANVAS) if layout == "canvas" else ["Identifier", "Full name", "Grade", MODIFIED]
        )
    if layout == "canvas":
        wanted = CANVAS_SPLIT if set(SPLIT_NAME) <= set(roster.columns) else CANVAS
        missing = [column for column in (wanted[0], "ID") if column not in roster.columns]
        if missing:
            raise RosterError(
                f"Canvas's gradebook has a column {missing[0]!r}, the roster has none"
            )
        return [column for column in wanted if column in roster.columns]
    if set(WORKSHEET) <= set(roster.columns):
        return list(dict.fromkeys([*roster.columns, MODIFIED]))
    kept = [column for column in roster.columns if MOODLE_NAMES.fullmatch(column.strip())]
    if not kept:
        raise RosterError(
            "the roster has no column by which Moodle knows a student: Identifier and Grade (its"
            " grading sheet), or Full name, First name, Last name, Username, ID number or Email"
            " address; one in another language has to be exported again, in English"
        )
    return kept


def grade_column(layout: str, roster: Roster | None, assignment: str) -> str:
    """What the column with the grades is called: as in the roster, if it has one for them.

    Raises RosterError where Canvas's gradebook has several that may be meant.
    """
    if layout == "moodle" and (roster is None or set(WORKSHEET) <= set(roster.columns)):
        return "Grade"
    existing = [c for c in (roster.columns if roster else []) if alike(assignment) in alike(c)]
    same = [c for c in existing if alike(CANVAS_NUMBER.sub("", c)) == alike(assignment)]
    existing = same or existing
    if layout == "canvas" and len(existing) > 1:
        raise RosterError(
            f"several columns of the roster may be {assignment}: {', '.join(existing)};"
            " delete all but the one that gets the grades"
        )
    return existing[0] if existing else assignment


def _own_row(result: Result) -> Row:
    """What is known of a student without a roster."""
    came, student = result.origin, inert(result.student)
    number = came.id if came and came.id.isdigit() else ""
    identifier = f"Participant {number}" if number and came.system == "moodle" else ""
    canvas_id = number if number and came.system == "canvas" else ""
    return {"Student": student, "ID": canvas_id, "Identifier": identifier, "Full name": student}
