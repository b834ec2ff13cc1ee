"""A roster: the table of students that Canvas or Moodle exports, and whose row is whose."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from autograder.results.result import Result
from autograder.submissions.lms_exports import Origin
from autograder.submissions.submission import Submission

WHO = re.compile(r"name|\bid\b|identifier|login|mail|user|student|number|github", re.IGNORECASE)
NOT_WHO = re.compile(r"\(\d+\)$|grade|score|points", re.IGNORECASE)
NAME = re.compile(r"(full |first |last )?name|surname", re.IGNORECASE)  # Moodle's columns for it
SPLIT_NAME = ("LastName", "FirstName")  # of Canvas, where a course shows names in two columns
LATE = re.compile(r"((?:\d+ (?:year|day|hour|min|sec)s? ?)+)late")  # in Moodle's Status
PART = re.compile(r"(\d+) (year|day|hour|min|sec)")
SECONDS = {"year": 31_536_000, "day": 86_400, "hour": 3600, "min": 60, "sec": 1}
Row = dict[str, str]


class RosterError(Exception):
    """The roster cannot be used; the text says why."""


@dataclass(frozen=True)
class Roster:
    """The rows of a table of students, and how to find one of them."""

    columns: list[str]
    rows: list[Row]

    def matches(self, result: Result | Submission) -> list[int]:
        """The rows that can be this student's; one if all is well."""
        student, several = result.student, []
        words = [student, student.rpartition("_")[2], student.split("@")[0]]
        came = result.origin
        if came and came.system == "moodle":
            if "Identifier" in self.columns:
                return self._participants(came)
            words = [came.person]  # the number after it is no ID number
        if came and came.system == "canvas" and (found := self._numbered("ID", came.id)):
            return found
        for word in words:
            found = [n for n, row in enumerate(self.rows) if alike(word) in self._names(row)]
            if len(found) == 1:
                return found
            several = several or found
        return several

    def lateness(self, row: int) -> timedelta | None:
        """How late a row's submission was, by Moodle's Status; None where it does not say."""
        status = self.rows[row].get("Status")
        if not status:
            return None
        late = LATE.search(status)
        parts = PART.findall(late[1]) if late else []
        return timedelta(seconds=sum(int(count) * SECONDS[unit] for count, unit in parts))

    def called(self, row: Row) -> str:
        """What the staff calls a row's student: by the names in it, else by what it tells first."""
        names = [value for column, value in row.items() if value and NAME.fullmatch(column)]
        told = [row.get("Student"), " ".join(names), row.get("Identifier"), *row.values()]
        return next(filter(None, told), "")

    def _numbered(self, column: str, number: str) -> list[int]:
        """The rows with the number that the system itself gives its students."""
        ids = [re.search(r"\d+$", row.get(column) or "") for row in self.rows]
        return [n for n, match in enumerate(ids) if match and match[0] == number]

    def _participants(self, came: Origin) -> list[int]:
        """Those with this number and, where the row tells a name, this name: groups have numbers.

        Older versions of Moodle write `Group A-Ada Love`, and `Participant` where names are hidden.
        """
        parts = came.person.split("-")
        called = {alike("-".join(parts[n:])) for n in range(len(parts))}
        called.add(alike(came.person + came.id))
        found = []
        for n in self._numbered("Identifier", came.id):
            row = self.rows[n]
            has_name = any(value and NAME.fullmatch(column) for column, value in row.items())
            if not has_name or called & self._names(row):
                found.append(n)
        return found

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
    return "".join(c for c in unicodedata.normalize("NFC", text).casefold() if c.isalnum())


def read_roster(path: Path) -> Roster:
    """The table that Canvas or Moodle exports. Raises RosterError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RosterError(f"{path}: {error}") from None
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    lines = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        table = [row for row in lines if any(row)]
    except csv.Error as error:
        told = f"{path}, before line {lines.line_num + 1}: {error}; is a quote not closed?"
        raise RosterError(told) from None
    if not table or not any(map(WHO.search, table[0])):
        raise RosterError(f"{path}: its first line names no column with students")
    columns = table[0]
    rows = [dict(zip(columns, row, strict=False)) for row in table[1:]]
    return Roster(columns, [row for row in rows if not _is_note(row)])


def _is_note(row: Row) -> bool:
    """Whether a row is one of Canvas's own, below its header."""
    names = [row[column] for column in ("Student", *SPLIT_NAME) if column in row]
    return bool(names) and "".join(names).strip() in ("Points Possible", "")
