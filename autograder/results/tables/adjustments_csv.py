"""adjustments.csv: the rows of points by hand, which a spreadsheet may have edited."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from autograder.results.adjustments import ALL, Adjustment, Adjustments
from autograder.results.atomic_file import write_atomically
from autograder.results.text import active, csv_text, inert, points

NUMBER = re.compile(r"\d{1,6}([.,]\d*)?")  # a spreadsheet may write 2,5
*COLUMNS, ANSWER = Adjustment._fields  # the last is there where a row needs it
NEEDED = set(COLUMNS[:3])
WHICH = f"for `{ALL}` the column `{ANSWER}` says which wrong answer is meant: write the row by "
WHICH += f"`adjust DIR '{ALL}' TEST POINTS --same-answer-as STUDENT`"


def read_adjustments(path: Path) -> Adjustments:
    """The rows of a file, if there is one. A bad row spoils no other."""
    found = Adjustments()
    header, records = table(path)
    for number, record in records:
        cells = dict(zip(header, map(str.strip, record), strict=False))
        read = adjustment(cells)
        if isinstance(read, str):
            who = ", ".join(filter(None, (cells.get("student"), cells.get("test"))))
            found.bad.append(f"{path.name}, row {number}{who and f' ({who})'}: {read}")
        elif read.student == ALL:
            found.alike[read.test, read.answer] = read
        else:
            found.rows.setdefault(inert(read.student), {})[read.test] = read
    return found


def adjustment(cells: dict[str, str]) -> Adjustment | str:
    """A row by its columns, or what is wrong with it."""
    if missing := [name for name in COLUMNS[:3] if not cells.get(name)]:
        return f"no {' and no '.join(missing)}"
    if cells["student"] == ALL and not cells.get(ANSWER):
        return WHICH
    if not NUMBER.fullmatch(cells["points"]):
        return f"{cells['points']!r} is no number of points"
    number = float(cells["points"].replace(",", "."))
    told = {name: active(cells.get(name, "")) for name in ("reason", "by", "at", ANSWER)}
    return Adjustment(active(cells["student"]), active(cells["test"]), number, **told)


def write_adjustments(
    path: Path, new: Iterable[Adjustment], instead_of: Collection[tuple[str, str]] = ()
) -> None:
    """Add rows to a file; each takes the place of an earlier one of the same student and test.

    `instead_of` are students and tests whose own rows go, too. All else in it stays as it is:
    columns of others, and rows that could not be read.
    """
    header, records = table(path)
    added = {key_of(row): row for row in new}
    needed = COLUMNS if all(row.student != ALL for row in added.values()) else Adjustment._fields
    header += [name for name in needed if name not in header]
    gone = {*added, *(key_of(Adjustment(student, test, 0)) for student, test in instead_of)}
    who = [header.index(name) for name in ("student", "test", ANSWER) if name in header]
    kept = [cells for _, cells in records if key_in(cells, who) not in gone]
    rows = [header, *kept]
    for row in added.values():
        values = row._asdict() | {"points": points(row.points)}
        rows.append([" ".join(str(values.get(name, "")).split()) for name in header])
    write_atomically(path, csv_text(rows))


def key_of(row: Adjustment) -> tuple[str, ...]:
    """What a row is about: no other of a file is about the same."""
    return (inert(row.student), inert(row.test), inert(row.answer) if row.student == ALL else "")


def key_in(cells: list[str], who: Sequence[int]) -> tuple[str, ...]:
    student, test, answer = ([cells[n].strip() if n < len(cells) else "" for n in who] + [""])[:3]
    return (inert(student), inert(test), inert(answer) if student == ALL else "")


def table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header and the rows with their numbers.

    A spreadsheet may have saved it with other delimiters, in another encoding, or sorted the
    header away from its place.
    """
    if not path.exists():
        return [], []
    rows = rows_of(text_of(path))
    place = place_of_header(rows)
    header = list(COLUMNS) if place is None else names_in(rows[place][1])
    return header, [row for n, row in enumerate(rows) if n != place and any(row[1])]


def has_header(path: Path) -> bool:
    """Whether a file says what its columns are; another one may be anything. Raises OSError."""
    return place_of_header(rows_of(text_of(path))) is not None


def place_of_header(rows: Sequence[tuple[int, list[str]]]) -> int | None:
    """Which of these rows names the columns."""
    return next((n for n, (_, cells) in enumerate(rows) if set(names_in(cells)) >= NEEDED), None)


def names_in(cells: Iterable[str]) -> list[str]:
    return [cell.strip().lower() for cell in cells]


def text_of(path: Path) -> str:
    """What a spreadsheet wrote, in whichever of two encodings."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def rows_of(text: str) -> list[tuple[int, list[str]]]:
    """Numbered rows. Where a quote is not closed, each line is one, and that line a single cell."""
    first = text.partition("\n")[0]
    how: dict[str, Any] = {"delimiter": max(",;\t", key=first.count), "strict": True}
    try:
        return list(enumerate(csv.reader(io.StringIO(text, newline=""), **how), 1))
    except csv.Error:
        lines = text.splitlines()
    rows = []
    for line in lines:
        try:
            rows.append(next(csv.reader([line], **how), []))
        except csv.Error:
            rows.append([line])
    return list(enumerate(rows, 1))
