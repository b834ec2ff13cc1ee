"""`autograder explain`: one test of one submission under the magnifying glass."""

from pathlib import Path

import click

from autograder.cli.errors import own_errors
from autograder.cli.settings import PathArgument, assignment_from, settings_from, with_course


@click.command()
@click.argument("folder", metavar="DIR", type=PathArgument)
@click.argument("student")
@click.argument("test", required=False)
@with_course
@own_errors()
def explain(folder: Path, student: str, test: str | None, course_folder: Path | None) -> None:
    """Staff only: run TEST of STUDENT again and show inputs, expected, got and what comes near.

    Without TEST, the failed tests to choose from.
    """
    from autograder.cli import tables  # noqa: PLC0415
    from autograder.cli.explanation import explanation, failed_table  # noqa: PLC0415
    from autograder.grading.grader import Grader  # noqa: PLC0415
    from autograder.runs.run_folder import kept_submission, read_result  # noqa: PLC0415
    from autograder.sandbox.tier import find_tier  # noqa: PLC0415

    result = read_result(folder, student)
    if result is None:
        raise click.UsageError(f"{folder} holds no result of {student!r}")
    if test is None:
        tables.out().print(failed_table(result))
        return
    settings = settings_from(course_folder)
    assignment = assignment_from(settings.course, result.about.assignment)
    chosen = next((t for t in assignment.tests if t.name == test), None)
    submission = kept_submission(folder, result)
    if chosen is None:
        raise click.UsageError(f"{assignment.name} has no test {test!r}")
    if submission is None:
        raise click.UsageError(f"{folder}/submissions does not hold what was graded")
    grader = Grader(assignment, settings.limits, find_tier(settings.tier))
    failure = grader.examine(submission, chosen)
    grader.close()
    tables.out().print(explanation(assignment, submission, chosen, failure))
