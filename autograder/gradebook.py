"""Grades in the layouts that Canvas and Moodle import, and the late marks of an export.

A roster is what the system itself exports: its rows come back with the grade filled in, so that
every name and number is the system's own.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.exports import of_result
from autograder.results import inert, write_atomically

LAYOUTS = ("canvas", "moodle")
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS_POSSIBLE = "    Points Possible"  # how Canvas begins the row below its header
WORKSHEET = ("Identifier", "Grade")  # of Moodle's sheet for grading offline
MOODLE_NAMES = re.compile(
    r"identifier|(full |first |last |user ?)?name|surname|id number|e-?mail( address)?",
    re.IGNORECASE,
)
WHO = re.compile(r"name|\bid\b|identifier|login|mail|user|student|number|github", re.IGNORECASE)
NOT_WHO = re.compile(r"\(\d+\)$|grade|score|points", re.IGNORECASE)
Row = dict[str, str]


class RosterError(Exception):
    """The roster cannot be used; the text says why."""


@dataclass(frozen=True)
class Roster:
    """The rows of a table of students, and how to find one of them."""

    columns: list[str]
    rows: list[Row]

    def matches(self, result: dict[str, Any]) -> list[int]:
        """The rows that can be this student's; one if all is well."""
        about = result["extra_data"]
        came = of_result(about["file"])
        if came and (found := self._where(came.system, came.id)):
            return found
        student, several = about["student"], []
        for word in (student, student.rpartition("_")[2], student.split("@")[0]):
            found = [n for n, row in enumerate(self.rows) if alike(word) in self._names(row)]
            if len(found) == 1:
                return found
            several = several or found
        return several

    def _where(self, system: str, number: str) -> list[int]:
        """The rows with the number that the system itself gives its students."""
        column = {"canvas": "ID", "moodle": "Identifier"}.get(system, "")
        ids = [re.search(r"\d+$", row.get(column) or "") for row in self.rows]
        return [n for n, match in enumerate(ids) if match and match[0] == number]

    def _names(self, row: Row) -> set[str]:
        """All that this row's student may be called, letters and digits only."""
        told = {c: v for c, v in row.items() if v and WHO.search(c) and not NOT_WHO.search(c)}
        parts = [v for c, v in told.items() if re.search(r"^(first|last) ?name|surname", c, re.I)]
        found = {alike(value) for value in told.values()}
        found |= {alike(value.split("@")[0]) for value in told.values() if "@" in value}
        for names in [parts, *(value.split(",", 1) for value in told.values() if "," in value)]:
            found |= {alike("".join(names)), alike("".join(reversed(names)))}
        return found - {""}


def alike(text: str) -> str:
    """A name without case, spaces and marks."""
    return "".join(c for c in text.casefold() if c.isalnum())


def read_roster(path: Path) -> Roster:
    """The table that Canvas or Moodle exports. Raises RosterError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RosterError(f"{path}: {error}") from None
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    table = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)]
    if not table or not any(map(WHO.search, table[0])):
        raise RosterError(f"{path}: its first line names no column with students")
    columns = table[0]
    rows = [dict(zip(columns, row, strict=False)) for row in table[1:]]
    return Roster(columns, [row for row in rows if not _is_note(row)])


def roster_for(layout: str | None, path: Path | None) -> Roster | None:
    """The roster, if one is given, in time to say that it is of no use. Raises RosterError."""
    if path is None:
        return None
    if layout is None:
        raise RosterError("--roster needs --format canvas or --format moodle")
    roster = read_roster(path)
    kept_columns(layout, roster)
    return roster


def _is_note(row: Row) -> bool:
    """Whether a row is one of Canvas's own, below its header."""
    return row.get("Student", "").strip() in ("Points Possible", "") and "Student" in row


def write_gradebook(
    folder: Path, results: list[dict[str, Any]], layout: str, roster: Roster | None
) -> tuple[Path, list[str]]:
    """grades-canvas.csv or grades-moodle.csv, and who is left out of it, with the reason."""
    found: list[tuple[Row, dict[str, Any]]] = [(_own_row(result), result) for result in results]
    left_out: list[str] = []
    if roster is not None:
        found, left_out = match(results, roster)
    about = results[0]["extra_data"]
    columns, column = (
        kept_columns(layout, roster),
        grade_column(layout, roster, about["assignment"]),
    )
    rows = [row | {column: result.get("score", "")} for row, result in found]
    if layout == "canvas":
        rows.insert(0, {CANVAS[0]: POINTS_POSSIBLE, column: about["max_score"]})
    text, header = io.StringIO(), list(dict.fromkeys([*columns, column]))
    writer = csv.DictWriter(text, header, "", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / f"grades-{layout}.csv"
    write_atomically(path, text.getvalue())
    return path, left_out


def match(
    results: Iterable[dict[str, Any]], roster: Roster
) -> tuple[list[tuple[Row, dict[str, Any]]], list[str]]:
    """Rows of the roster with their results, in its order; who is left out, with the reason."""
    by_row, left_out = defaultdict(list), []
    for result in results:
        found = roster.matches(result)
        if len(found) == 1:
            by_row[found[0]].append(result)
        else:
            why = "several in the roster" if found else "not in the roster"
            left_out.append(f"{result['extra_data']['student']}: {why}")
    for several in [row for row, own in by_row.items() if len(own) > 1]:
        names = " and ".join(result["extra_data"]["student"] for result in by_row.pop(several))
        left_out.append(f"{names}: one student in the roster; decide which counts")
    return [(roster.rows[row], by_row[row][0]) for row in sorted(by_row)], left_out


def kept_columns(layout: str, roster: Roster | None) -> list[str]:
    """The columns that go back. Raises RosterError if the roster is of another system."""
    if roster is None:
        return list(CANVAS) if layout == "canvas" else ["Identifier", "Full name"]
    if layout == "canvas":
        missing = [column for column in CANVAS[:2] if column not in roster.columns]
        if missing:
            raise RosterError(
                f"Canvas's gradebook has a column {missing[0]!r}, the roster has none"
            )
        return [column for column in CANVAS if column in roster.columns]
    if set(WORKSHEET) <= set(roster.columns):
        return roster.columns
    return [column for column in roster.columns if MOODLE_NAMES.fullmatch(column.strip())]


def grade_column(layout: str, roster: Roster | None, assignment: str) -> str:
    """What the column with the grades is called: as in the roster, if it has one for them."""
    if layout == "moodle" and (roster is None or set(WORKSHEET) <= set(roster.columns)):
        return "Grade"
    existing = [c for c in (roster.columns if roster else []) if alike(assignment) in alike(c)]
    return existing[0] if existing else assignment


def _own_row(result: dict[str, Any]) -> Row:
    """What is known of a student without a roster."""
    about = result["extra_data"]
    came, student = of_result(about["file"]), inert(about["student"])
    number = came.id if came else ""
    identifier = f"Participant {number}" if came and came.system == "moodle" else ""
    canvas_id = number if came and came.system == "canvas" else ""
    return {"Student": student, "ID": canvas_id, "Identifier": identifier, "Full name": student}


def mark_late(folder: Path, results: list[dict[str, Any]]) -> None:
    """Add a last column `late` to grades.csv if the export marked any submission as late."""
    late = {inert(r["extra_data"]["student"]): _is_late(r["extra_data"]["file"]) for r in results}
    if not any(late.values()):
        return
    path = folder / "grades.csv"
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*header, "late"])
    writer.writerows([*row, "late" if late.get(row[0]) else ""] for row in rows)
    write_atomically(path, text.getvalue())


def _is_late(file: str) -> bool:
    came = of_result(file)
    return came is not None and came.late
