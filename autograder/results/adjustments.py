"""Points that the staff gives by hand: rows of adjustments.csv, laid over what was graded."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from autograder.results.atomic_file import write_atomically
from autograder.results.result import Adjusted, Result, TestResult, Written
from autograder.results.text import active, inert, points

WRITTEN = "written."  # how names of written questions begin; others are those of tests
NUMBER = re.compile(r"\d{1,6}([.,]\d*)?")  # a spreadsheet may write 2,5


class Adjustment(NamedTuple):
    """One row: what a test of a student counts, whatever the grader gave."""

    student: str
    test: str
    points: float
    reason: str = ""
    by: str = ""
    at: str = ""

    def __str__(self) -> str:
        return f"{self.student}, {self.test}, {self.points:g}"


COLUMNS = Adjustment._fields
NEEDED = set(COLUMNS[:3])


@dataclass
class Adjustments:
    """The rows of one file by student and test, the last of each; `bad` are rows of no use."""

    rows: dict[str, dict[str, Adjustment]] = field(default_factory=dict)
    bad: list[str] = field(default_factory=list)

    def of(self, student: str) -> dict[str, Adjustment]:
        """Those of one student, by test."""
        return self.rows.get(inert(student), {})  # as files name them

    def over(self, result: Result, earlier: Result | None = None) -> Result:
        """The result as it counts. What lay over it before is taken off first.

        `earlier` is what the folder holds: of each row that lies there already it knows for
        which submission it was decided.
        """
        own = self.of(result.student)
        if not own and not is_adjusted(result) and result.about.written is UNSET:
            return result
        known = {test.name: test.about.adjusted for test in earlier.tests} if earlier else {}
        sha256, questions = result.about.submission_sha256, dict(result.about.questions)
        tests, total = [], 0.0
        for test in result.tests:
            row = own.get(test.name)
            graded = as_graded(test)
            if row and row.points <= test.max_score:
                changed = given(graded, row, sha256, known.get(test.name))
            else:
                changed = graded
            moved = changed.score - test.score
            questions[test.about.question] = points(questions[test.about.question] + moved)
            total += moved
            tests.append(changed)
        about = replace(result.about, questions=questions, written=written_by_hand(own))
        score = points(result.score + total) if tests else result.score
        return replace(result, score=score, about=about, tests=tuple(tests))

    def misfits(self, results: Iterable[Result]) -> list[str]:
        """Rows that do not fit the results over which they were laid, each with the reason."""
        by_student = {inert(result.student): result for result in results}
        return [
            f"{row}: {why}"
            for student, own in self.rows.items()
            for row in own.values()
            if (why := misfit(row, by_student.get(student)) or outdated(row, by_student[student]))
        ]


def given(graded: TestResult, row: Adjustment, sha256: str, known: Adjusted | None) -> TestResult:
    """A test with the points of a row."""
    by_hand = Adjusted(
        graded=graded.score, reason=row.reason, by=row.by, at=row.at, submission_sha256=sha256
    )
    if known and (known.reason, known.by, known.at) == (row.reason, row.by, row.at):
        by_hand = replace(by_hand, submission_sha256=known.submission_sha256)
    about = replace(graded.about, adjusted=by_hand)
    return replace(graded, score=points(row.points), about=about)


def written_by_hand(own: dict[str, Adjustment]) -> tuple[Written, ...] | UnsetType:
    """What written answers were given; nothing where none was graded."""
    rows = [row for name, row in sorted(own.items()) if name.startswith(WRITTEN)]
    given = [
        Written(name=row.test, points=points(row.points), reason=row.reason, by=row.by, at=row.at)
        for row in rows
    ]
    return tuple(given) if given else UNSET


def as_graded(test: TestResult) -> TestResult:
    """A test as it was before anyone laid a hand on it."""
    if test.about.adjusted is None:
        return test
    return replace(test, score=test.about.adjusted.graded, about=replace(test.about, adjusted=None))


def is_adjusted(result: Result) -> bool:
    """Whether points of it were given by hand."""
    return any(test.about.adjusted for test in result.tests)


def misfit(row: Adjustment, result: Result | None) -> str:
    """Why a row does not fit a result; an empty text if it does."""
    if result is None:
        return "there is no result of this student"
    if row.test.startswith(WRITTEN):
        return ""
    if not result.tests:
        return f"nothing of the submission was graded: {result.status}"
    test = next((test for test in result.tests if test.name == row.test), None)
    if test is None:
        return "there is no such test"
    if row.points > test.max_score:
        return f"the test is worth {test.max_score:g}"
    return ""


def outdated(row: Adjustment, result: Result) -> str:
    """Why a row that lies over a result is to be decided again; an empty text if it is not."""
    decided = [test.about.adjusted for test in result.tests if test.name == row.test]
    if all(each is None or each.is_of(result) for each in decided):
        return ""
    return "the submission has changed since; it counts until you `adjust` it again"


def same_answer(results: Iterable[Result], student: str, test: str) -> list[str]:
    """All who failed a test in the way that `student` did; nobody if that one did not fail it."""
    ways: dict[str, tuple[str, ...]] = {}
    for result in results:
        for failed in result.failed:
            if failed.name == test:
                about = failed.about
                ways[result.student] = (about.answer or "", about.reason or "", failed.output)
                if about.answer:
                    ways[result.student] = (about.answer,)
    return [each for each, way in ways.items() if way == ways.get(student)]


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
        else:
            found.rows.setdefault(inert(read.student), {})[read.test] = read
    return found


def adjustment(cells: dict[str, str]) -> Adjustment | str:
    """A row by its columns, or what is wrong with it."""
    if missing := [name for name in COLUMNS[:3] if not cells.get(name)]:
        return f"no {' and no '.join(missing)}"
    if "*" in cells["student"]:
        return "`*` stands on the command line alone, beside --same-answer-as"
    if not NUMBER.fullmatch(cells["points"]):
        return f"{cells['points']!r} is no number of points"
    number = float(cells["points"].replace(",", "."))
    told = {name: active(cells.get(name, "")) for name in ("reason", "by", "at")}
    return Adjustment(active(cells["student"]), active(cells["test"]), number, **told)


def write_adjustments(path: Path, new: Iterable[Adjustment]) -> None:
    """Add rows to a file; each takes the place of an earlier one of the same student and test.

    All else in it stays as it is: columns of others, and rows that could not be read.
    """
    header, records = table(path)
    header += [name for name in COLUMNS if name not in header]
    added = {(inert(row.student), inert(row.test)): row for row in new}
    who = [header.index("student"), header.index("test")]
    kept = [cells for _, cells in records if replaced_key(cells, who) not in added]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([inert(cell) for cell in cells] for cells in kept)
    for row in added.values():
        values = row._asdict() | {"points": points(row.points)}
        cells = [" ".join(str(values.get(name, "")).split()) for name in header]
        writer.writerow(map(inert, cells))
    write_atomically(path, text.getvalue())


def replaced_key(cells: list[str], who: Sequence[int]) -> tuple[str, ...]:
    return tuple(inert(cells[n].strip()) if n < len(cells) else "" for n in who)


def table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header and the rows with their numbers.

    A spreadsheet may have saved it with other delimiters, in another encoding, or sorted the
    header away from its place.
    """
    if not path.exists():
        return [], []
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    rows = rows_of(text)
    headers = [[cell.strip().lower() for cell in cells] for _, cells in rows]
    place = next((n for n, names in enumerate(headers) if set(names) >= NEEDED), None)
    header = list(COLUMNS) if place is None else headers[place]
    return header, [row for n, row in enumerate(rows) if n != place and any(row[1])]


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
