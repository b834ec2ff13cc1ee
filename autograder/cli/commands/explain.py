"""`autograder explain`: one test of one submission under the magnifying glass."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.errors import near, own_errors, refuse_other_systems
from autograder.cli.graded_folder import refuse_damaged
from autograder.cli.settings import (
    PathArgument,
    assignment_from,
    seed_told,
    settings_from,
    with_course,
)

if TYPE_CHECKING:
    from autograder.course.assignment import Assignment
    from autograder.course.course import Course
    from autograder.grading.grade import Outcome
    from autograder.results.result import Result


@click.command()
@click.argument("folder", metavar="DIR", type=PathArgument)
@click.argument("student")
@click.argument("test", required=False)
@click.option(
    "--all-like-this", "alike", is_flag=True, help="List who failed TEST in the same way."
)
@click.option(
    "--as-misconception",
    is_flag=True,
    help="Print the function of TEST as an entry for solutions/HW/misconceptions/.",
)
@with_course
@own_errors()
def explain(
    folder: Path,
    student: str,
    test: str | None,
    alike: bool,
    as_misconception: bool,
    course_folder: Path | None,
) -> None:
    """Staff only: run TEST of STUDENT again and show inputs, expected, got and what comes near.

    Where one small edit mends the function, it is shown, too. Without TEST, the failed tests to
    choose from.
    """
    from autograder.cli import pasteable, tables  # noqa: PLC0415
    from autograder.cli.explanation import explanation  # noqa: PLC0415
    from autograder.cli.failed_tests import failed_tests  # noqa: PLC0415
    from autograder.runs.run_folder import kept_submission  # noqa: PLC0415

    result = result_in(folder, student)
    if alike:
        show_alike(folder, student, test)
        return
    if test is None:
        if as_misconception:
            raise click.UsageError("--as-misconception needs a TEST")
        tables.out().print(failed_tests(result))
        fingerprint = result.about.seed or "not recorded"
        tables.out().print(f"Hidden inputs: a seed with the fingerprint {fingerprint}")
        return
    if result.status == "unreadable":
        raise click.UsageError(f"no test of {student} ran: {result.about.note}")
    refuse_other_systems()
    from autograder.grading.grader import Grader  # noqa: PLC0415
    from autograder.sandbox.tier import find_tier  # noqa: PLC0415

    settings = settings_from(course_folder)
    assignment = assignment_from(settings.course, result.about.assignment)
    refuse_other_seed(result, settings.course)
    chosen = next((t for t in assignment.tests if t.name == test), None)
    submission = kept_submission(folder, result)
    if chosen is None:
        names = [each.name for each in assignment.tests]
        raise click.UsageError(f"{assignment.name} has no test {test!r}{near(test, names)}")
    if submission is None:
        raise click.UsageError(f"{folder}/submissions does not hold what was graded")
    if as_misconception and any(one.name == test and one.passed for one in result.tests):
        raise click.UsageError(f"{student} passed {test}: there is no mistake to paste")
    grader = Grader(assignment, settings.limits, find_tier(settings.tier))
    function, outcomes = chosen.functions[-1], outcomes_in(result, assignment)
    is_named = any(one.name == test and one.misconception for one in result.tests)
    edits = [] if is_named else grader.mending(submission, function, outcomes)
    if as_misconception:
        grader.close()
        click.echo(pasteable.as_misconception(assignment, submission, function, edits))
        return
    failure = grader.examine(submission, chosen)
    grader.close()
    tables.out().print(explanation(assignment, submission, chosen, failure, edits))
    told = f"Hidden inputs: the seed of {seed_told(settings.course)}"
    tables.out().print(told, soft_wrap=True)


def result_in(folder: Path, student: str) -> "Result":
    """The result of a student. Raises an error that says who may be meant, or what to do."""
    from autograder.runs.run_folder import read_result, students_in  # noqa: PLC0415

    result = read_result(folder, student)
    if result is None:
        refuse_damaged(folder, student)
        maybe = near(student, students_in(folder))
        raise click.UsageError(f"{folder} holds no result of {student!r}{maybe}")
    return result


def show_alike(folder: Path, student: str, test: str | None) -> None:
    """Who failed a test as this student did. Raises a usage error where this one did not."""
    from autograder.results.adjustments import same_answer  # noqa: PLC0415
    from autograder.results.text import visible  # noqa: PLC0415
    from autograder.runs.run_folder import read_results  # noqa: PLC0415

    if test is None:
        raise click.UsageError("--all-like-this needs a TEST")
    students = same_answer(read_results(folder), student, test)
    if not students:
        raise click.UsageError(f"{student} did not fail a test {test!r}")
    click.echo("\n".join(map(visible, students)))


def outcomes_in(result: "Result", assignment: "Assignment") -> list["Outcome"]:
    """What the tests came to, as far as it matters to what mends a function."""
    from autograder.grading.grade import Outcome  # noqa: PLC0415

    ends = {test.name: test.about for test in result.tests}
    known = [test for test in assignment.tests if test.name in ends]
    return [Outcome(t, ends[t.name].reason, carried=ends[t.name].carried_forward) for t in known]


def refuse_other_seed(result: "Result", course: "Course") -> None:
    """Raise a usage error where the results are of another seed than the one in force.

    Other inputs would be shown than those that the student was graded on.
    """
    from autograder.results.provenance import seed_fingerprint  # noqa: PLC0415 - imports NumPy

    graded, now = result.about.seed, seed_fingerprint(course.seed)
    if graded and graded != now:
        raise click.UsageError(
            f"{result.student} was graded on other hidden inputs: by a seed with the fingerprint "
            f"{graded}, and that of {seed_told(course)} is in force. Set AUTOGRADER_SEED to the "
            "seed of the results (unset it if they are of solutions/course.toml)"
        )
