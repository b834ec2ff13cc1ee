"""Points that the staff gives by hand: rows of adjustments.csv, laid over what was graded."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from autograder.results.beside import Adjusted, Written
from autograder.results.result import Result, TestResult
from autograder.results.text import inert, points

WRITTEN = "written."  # how names of written questions begin; others are those of tests
LATE = "late"  # in place of a test: what lateness takes off
ALL = "*"  # in place of a student: all who fail a test in the same way
HEX_DIGITS = 12


class Adjustment(NamedTuple):
    """One row: what a test of a student counts, whatever the grader gave.

    For `ALL` students, `answer` says which way of failing is meant, as `way_of` names it.
    """

    student: str
    test: str
    points: float
    reason: str = ""
    by: str = ""
    at: str = ""
    answer: str = ""

    def __str__(self) -> str:
        return f"{self.student}, {self.test}, {self.points:g}"


@dataclass
class Adjustments:
    """The rows of one file by student and test, the last of each; `bad` are rows of no use.

    `alike` are those for all who fail a test in the same way, by test and way. A student's own row
    goes before. `worth` are the written questions that count, by name.
    """

    rows: dict[str, dict[str, Adjustment]] = field(default_factory=dict)
    alike: dict[tuple[str, str], Adjustment] = field(default_factory=dict)
    bad: list[str] = field(default_factory=list)
    worth: Mapping[str, float] = field(default_factory=dict)

    def of(self, student: str) -> dict[str, Adjustment]:
        """Those of one student, by test."""
        return self.rows.get(inert(student), {})  # as files name them

    def for_all(self, test: TestResult, known: Adjusted | None, sha256: str) -> Adjustment | None:
        """The row for all who fail this test as it is failed here.

        One that lies over this very work stays, whatever its answer is called after a regrade.
        """
        if test.passed:
            return None
        if row := self.alike.get((test.name, way_of(test))):
            return row
        if known is None or not known.is_of(sha256):
            return None
        rows = (row for (name, _), row in self.alike.items() if name == test.name)
        return next((row for row in rows if is_by(known, row)), None)

    def over(self, result: Result, earlier: Result | None = None) -> Result:
        """The result as it counts. What lay over it before is taken off first.

        `earlier` is what the folder holds: of each row that lies there already it knows for
        which submission it was decided.
        """
        own, about = self.of(result.student), result.about
        known = {test.name: test.about.adjusted for test in earlier.tests} if earlier else {}
        questions, tests, moved = dict(about.questions), [], 0.0
        for test in result.tests:
            last = known.get(test.name)
            row = own.get(test.name) or self.for_all(test, last, about.submission_sha256)
            changed = as_graded(test)
            if row and row.points <= test.max_score:
                changed = given(changed, row, about.submission_sha256, last)
            if changed.score != test.score:
                question = test.about.question
                questions[question] = points(questions[question] + changed.score - test.score)
                moved += changed.score - test.score
            tests.append(changed)
        written = self.written(own)
        new = replace(
            about,
            questions=questions,
            written=written or UNSET,
            max_score=points(about.max_score + total_worth(written) - total_worth(about.written)),
        )
        result = replace(result, about=new, tests=tuple(tests))
        if result.score is UNSET:
            return result
        before = about.late.earned if about.late else result.score
        earned = before + moved + total_counted(written) - total_counted(about.written)
        return less_lateness(result, points(earned), own.get(LATE))

    def written(self, own: dict[str, Adjustment]) -> tuple[Written, ...]:
        """What written answers were given, and those that count and were given nothing yet."""
        found = []
        for name in sorted({*self.worth, *(name for name in own if name.startswith(WRITTEN))}):
            row, worth = own.get(name), points(self.worth.get(name, 0))
            if row and (not worth or row.points <= worth):
                told = {"reason": row.reason, "by": row.by, "at": row.at}
                found.append(Written(name=name, points=points(row.points), worth=worth, **told))
            elif worth:
                found.append(Written(name=name, points=None, worth=worth))
        return tuple(found)

    def misfits(self, results: Iterable[Result]) -> list[str]:
        """Rows that do not fit the results over which they were laid, each with the reason."""
        by_student = {inert(result.student): result for result in results}
        for_all = [
            f"{row}: {why}"
            for row in self.alike.values()
            if (why := misfit_for_all(row, by_student.values()))
        ]
        return for_all + [
            f"{row}: {why}"
            for student, own in self.rows.items()
            for row in own.values()
            if (
                why := misfit(row, by_student.get(student), self.worth)
                or outdated(row, by_student[student])
            )
        ]


def less_lateness(result: Result, earned: float, row: Adjustment | None) -> Result:
    """A result with its score: what was `earned`, less what lateness takes or the staff decided."""
    late = result.about.late
    if not late:
        return replace(result, score=earned)
    off = points(row.points if row else late.share * result.about.max_score)
    late = replace(late, off=off, earned=earned, reason=row.reason if row else "")
    about = replace(result.about, late=late)
    return replace(result, score=points(earned - late.lost), about=about)


def total_worth(written: tuple[Written, ...] | UnsetType) -> float:
    return sum(answer.worth for answer in written or ())


def total_counted(written: tuple[Written, ...] | UnsetType) -> float:
    return sum(answer.counted for answer in written or ())


def given(graded: TestResult, row: Adjustment, sha256: str, known: Adjusted | None) -> TestResult:
    """A test with the points of a row."""
    by_hand = Adjusted(
        graded=graded.score, reason=row.reason, by=row.by, at=row.at, submission_sha256=sha256
    )
    if known and is_by(known, row) and row.student != ALL:
        by_hand = replace(by_hand, submission_sha256=known.submission_sha256)
    about = replace(graded.about, adjusted=by_hand)
    return replace(graded, score=points(row.points), about=about)


def is_by(given: Adjusted, row: Adjustment) -> bool:
    """Whether points were given by this very decision."""
    return (given.reason, given.by, given.at) == (row.reason, row.by, row.at)


def as_graded(test: TestResult) -> TestResult:
    """A test as it was before anyone laid a hand on it."""
    if test.about.adjusted is None:
        return test
    return replace(test, score=test.about.adjusted.graded, about=replace(test.about, adjusted=None))


def is_adjusted(result: Result) -> bool:
    """Whether points of it were given by hand."""
    return any(test.about.adjusted for test in result.tests)


def misfit(row: Adjustment, result: Result | None, worth: Mapping[str, float]) -> str:
    """Why a row does not fit a result; an empty text if it does."""
    if result is None:
        return "there is no result of this student"
    if row.test == LATE:
        return "" if result.about.late else "no late policy takes anything off here"
    if row.test.startswith(WRITTEN):
        what, most = "question", worth.get(row.test, row.points)
    elif not result.tests:
        reason = f"{result.status}: {result.about.note}".removesuffix(": ")
        return f"nothing of the submission was graded ({reason}), so there is no test to count"
    else:
        what = "test"
        most = next((test.max_score for test in result.tests if test.name == row.test), None)
    if most is None:
        return "there is no such test"
    return f"the {what} is worth {most:g}" if row.points > most else ""


def outdated(row: Adjustment, result: Result) -> str:
    """Why a row that lies over a result is to be decided again; an empty text if it is not."""
    decided = [test.about.adjusted for test in result.tests if test.name == row.test]
    if all(each is None or each.is_of(result.about.submission_sha256) for each in decided):
        return ""
    return "the submission has changed since; it counts until you `adjust` it again"


def misfit_for_all(row: Adjustment, results: Iterable[Result]) -> str:
    """Why a row for all who fail alike does not fit, or is to be decided again; else empty."""
    tests = [test for result in results for test in result.tests if test.name == row.test]
    if not tests:
        return "there is no such test"
    if row.points > tests[0].max_score:
        return f"the test is worth {tests[0].max_score:g}"
    if any(way_of(test) == row.answer for test in tests if not test.passed):
        return ""
    again = "`adjust` it again with --same-answer-as"
    if any(test.about.adjusted and is_by(test.about.adjusted, row) for test in tests):
        return f"the answers have changed since; it counts for whoever had it until you {again}"
    return f"nobody fails the test in this way now; if others should have the points, {again}"


def way_of(failed: TestResult) -> str:
    """The way in which a test was failed, by a name that is the same for all who failed it so."""
    about = failed.about
    if named := about.answer or failed.misconception:
        return named
    told = hashlib.sha256(f"{about.message}{about.numbers}".encode()).hexdigest()
    return f"{about.reason} {told[:HEX_DIGITS]}"


def same_answer(results: Iterable[Result], student: str, test: str) -> dict[str, str]:
    """All who failed a test in the way that `student` did, with that way.

    Nobody if that one did not fail it.
    """
    ways = {
        result.student: way_of(failed)
        for result in results
        for failed in result.failed
        if failed.name == test
    }
    return {each: way for each, way in ways.items() if way == ways.get(student)}
