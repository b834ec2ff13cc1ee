"""The result of one submission, in the shape of Gradescope's results.json: facts, each with a type.

msgspec makes JSON of these classes and checks what it reads by them. It was chosen over attrs and
cattrs because a class of 10,000 is read and written in C, ten times as fast, with the same code.
"""

from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from autograder.course.assignment import Assignment
from autograder.grading.grade import Charge, Grade, Outcome
from autograder.results.beside import Adjusted, Late, Written
from autograder.results.provenance import seed_fingerprint, versions
from autograder.results.text import points, visible
from autograder.submissions.lms_exports import Origin, of_result

Status = Literal["graded", "unreadable", "error"]
AFTER = "after_published"


class AboutTest(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """What Gradescope has no field for. The name of a test is QUESTION.QUANTITY.PROPERTY.

    `misconception` is there where the test failed, and null where no explanation was found.
    `numbers` are those that a public test compared, as text, and `values` the same, to be drawn.
    `line` is one of the student's own code, in `cell`; what was raised there is an `exception`: of
    a public test its type, of a hidden one its kind. `charged` is as in `Outcome`.
    """

    question: str
    quantity: str
    property: str = ""
    function: str = ""
    reason: str | None = None
    misconception: str | UnsetType | None = UNSET
    message: str = ""
    numbers: str = ""
    hint: str = ""
    look: str = ""
    repair: str | None = None
    values: dict[str, list] | None = None
    answer: str | None = None
    charged: Charge = ""
    line: int | None = None
    cell: str = ""
    exception: str = ""
    carried_forward: tuple[str, ...] = ()
    adjusted: Adjusted | None = None


class TestResult(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One test in Gradescope's format."""

    name: str
    number: str
    score: float | int
    max_score: float | int
    status: Literal["passed", "failed"]
    output: str
    visibility: str
    about: AboutTest = msgspec.field(name="extra_data")

    @property
    def passed(self) -> bool:
        return self.status == "passed"

    @property
    def lost(self) -> float:
        return self.max_score - self.score

    @property
    def is_public(self) -> bool:
        return self.visibility == "visible"

    @property
    def misconception(self) -> str | None:
        """The id of the explanation, if there is one."""
        return self.about.misconception or None


class About(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Whose result it is, what came of it, and what it depends on; `seed` is a fingerprint.

    `exported`: the name of the file is that of a learning system. `problems` are what did not work
    at load, `notes` those of them that cost no points. `written` are answers that are graded by
    hand. `late` is there where a policy of the course takes points off.
    """

    assignment: str
    student: str
    file: str
    status: Status
    note: str = ""
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    max_score: float | int
    questions: dict[str, float | int | None]
    submission_sha256: str
    sandbox: str
    seconds: float
    versions: dict[str, str]
    seed: str = ""
    exported: bool = False
    autograder_sha256: str
    written: tuple[Written, ...] | UnsetType = UNSET
    late: Late | UnsetType = UNSET


class Result(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """All that is known of one submission. There is no score where the grader failed."""

    score: float | int | UnsetType = UNSET
    output: str
    about: About = msgspec.field(name="extra_data")
    tests: tuple[TestResult, ...]

    @property
    def student(self) -> str:
        return self.about.student

    @property
    def status(self) -> Status:
        return self.about.status

    @property
    def origin(self) -> Origin | None:
        """What a learning system said of the submission by the name of its file."""
        return of_result(self.about.file) if self.about.exported else None

    @property
    def failed(self) -> list[TestResult]:
        return [test for test in self.tests if not test.passed]

    @property
    def score_or(self) -> Any:
        """The score, or an empty text where there is none, as tables have it."""
        return "" if self.score is UNSET else self.score


def result_of(grade: Grade, assignment: Assignment, tier: str, sha256: str) -> Result:
    """The result of a grade; `sha256` is that of all else that it depends on."""
    is_full = all(outcome.score >= outcome.test.points for outcome in grade.outcomes)
    is_full = is_full and grade.status == "graded"
    costly = [problem for problem in grade.problems if problem.lost and not is_full]
    problems = tuple(visible(str(problem)) for problem in costly)
    notes = tuple(visible(str(problem)) for problem in grade.problems if problem not in costly)
    note = visible(grade.note)
    lines = [note] if note else []
    lines += [f"At load: {problem}" for problem in problems]
    lines += [f"Did not run, and no points were lost by it: {told}" for told in notes]
    is_error = grade.status == "error"
    score = UNSET if is_error else points(sum(outcome.score for outcome in grade.outcomes))
    about = About(
        assignment=assignment.name,
        student=grade.submission.student,
        file=grade.submission.file,
        exported=grade.submission.exported,
        status=grade.status,
        note=note,
        problems=problems,
        notes=notes,
        max_score=points(assignment.max_score),
        questions=question_scores(grade, assignment.questions),
        submission_sha256=grade.submission.sha256,
        sandbox=tier,
        seconds=round(grade.seconds, 3),
        versions=versions(),
        seed=seed_fingerprint(assignment.seed),
        autograder_sha256=sha256,
    )
    tests = tuple(map(test_result, grade.outcomes))
    return Result(score=score, output="\n".join(lines), about=about, tests=tests)


def test_result(outcome: Outcome) -> TestResult:
    """One outcome as Gradescope shows it."""
    test, failed, raised = outcome.test, not outcome.passed, outcome.raised
    about = AboutTest(
        question=test.question,
        quantity=test.quantity,
        property=test.tested_property,
        function=outcome.function if failed else "",
        reason=outcome.reason,
        misconception=outcome.misconception if failed else UNSET,
        message=visible(outcome.message) if failed else "",
        numbers=visible(outcome.numbers),
        hint=outcome.hint,
        look=visible(outcome.look),
        repair=outcome.repair,
        values=outcome.values,
        answer=outcome.answer,
        charged=outcome.charged,
        line=raised.line if raised else outcome.line,
        cell=visible(raised.cell) if raised else "",
        exception=(raised.kind if test.hidden else raised.type) if raised else "",
        carried_forward=outcome.carried,
    )
    return TestResult(
        name=test.name,
        number=test.number,
        score=points(outcome.score),
        max_score=points(test.points),
        status="failed" if failed else "passed",
        output=visible(outcome.output),
        visibility=AFTER if test.hidden else "visible",
        about=about,
    )


def question_scores(grade: Grade, questions: Iterable[str]) -> dict[str, float | int | None]:
    """Points by question; None where the grader failed."""
    if grade.status == "error":
        return dict.fromkeys(questions)
    scores = dict.fromkeys(questions, 0.0)
    for outcome in grade.outcomes:
        scores[outcome.test.question] += outcome.score
    return {question: points(score) for question, score in scores.items()}
