"""`autograder adjust`: points by hand, which every later grade and report keeps."""

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.commands.report import rebuild
from autograder.cli.errors import near, own_errors
from autograder.cli.graded_folder import end, refuse_damaged, results_in
from autograder.cli.settings import PathArgument, assignment_from, course_from, with_course

if TYPE_CHECKING:
    from collections.abc import Mapping

    from autograder.results.adjustments import Adjustment
    from autograder.results.result import Result


@click.command()
@click.argument("folder", metavar="DIR", type=PathArgument)
@click.argument("student", required=False)
@click.argument("test", required=False)
@click.argument("points", required=False)
@click.option("--reason", metavar="TEXT", help="Why; the student reads it.")
@click.option("--from", "source", type=PathArgument, help="Take rows of this CSV instead.")
@click.option(
    "--same-answer-as",
    "like",
    metavar="STUDENT",
    help="With `*` for STUDENT: all who fail TEST as this one did, now or later.",
)
@with_course
@own_errors()
def adjust(
    folder: Path,
    student: str | None,
    test: str | None,
    points: str | None,
    reason: str | None,
    source: Path | None,
    like: str | None,
    course_folder: Path | None,
) -> None:
    """Give STUDENT these POINTS for TEST, whatever the grader gave; the last word counts.

    The row goes into DIR/adjustments.csv and is laid over every later `grade` and `report`.
    """
    from autograder.reports.page import plural  # noqa: PLC0415
    from autograder.results.adjustments import ALL  # noqa: PLC0415
    from autograder.results.tables.adjustments_csv import write_adjustments  # noqa: PLC0415
    from autograder.results.text import visible  # noqa: PLC0415
    from autograder.runs.run_folder import opened  # noqa: PLC0415

    results = {result.student: result for result in results_in(folder)}
    name = next(iter(results.values())).about.assignment
    assignment = assignment_from(course_from(course_folder), name)
    if source is not None:
        if student or reason or like:
            raise click.UsageError("--from takes the rows of a file: give DIR alone beside it")
        rows, left_out = rows_in(source, results, assignment.written)
    elif student and test and points and (reason or "").strip():
        if (student == ALL) != (like is not None):
            raise click.UsageError("`*` for STUDENT and --same-answer-as STUDENT need each other")
        refuse_damaged(folder, like or student)
        asked = adjustment_from(like or student, test, points, reason.strip())
        rows = [row_for(asked, results, assignment.written, alike=like is not None)]
        left_out = []
    else:
        raise click.UsageError("DIR STUDENT TEST POINTS and --reason are needed, or --from FILE")
    decided = [(row, who) for row in rows for who in students_of(row, results)]
    with opened(folder, assignment.name, 0):
        instead_of = [(who, row.test) for row, who in decided]
        write_adjustments(folder / "adjustments.csv", rows, instead_of)
    click.echo(f"{folder / 'adjustments.csv'}: {plural(len(rows), 'row')} written")
    for row, who in decided:
        effect = effect_of(row, results[who], assignment.written)
        click.echo(visible(f"{who}, {row.test}: {row.points:g}{effect}"))
    for row in rows:
        if row.student == ALL:
            click.echo(f"and whoever else fails {row.test} in this way later")
    for told in left_out:
        click.echo(f"not taken: {told}", err=True)
    rebuild(folder, assignment)
    for book in sorted(folder.glob("grades-*.csv")):
        click.echo(f"{book} is older: run `grade` again with its --format and --roster")
    end(folder, worked=not left_out)


def adjustment_from(student: str, test: str, points: str, reason: str) -> "Adjustment":
    """What the command line says. Raises a usage error for what is no number of points."""
    from autograder.results.tables.adjustments_csv import adjustment  # noqa: PLC0415

    cells = {"student": student, "test": test, "points": points, "reason": reason}
    read = adjustment(stamped(cells))
    if isinstance(read, str):
        raise click.UsageError(read)
    return read


def row_for(
    asked: "Adjustment", results: "dict[str, Result]", worth: "Mapping[str, float]", *, alike: bool
) -> "Adjustment":
    """A decision for one student, or for all who answered alike. Raises a usage error that says
    what does not fit.
    """
    from autograder.results.adjustments import (  # noqa: PLC0415
        ALL,
        LATE,
        WRITTEN,
        misfit,
        same_answer,
    )

    one, test = asked.student, asked.test
    if one not in results:
        raise click.UsageError(f"no result of {one!r}{near(one, results)}")
    names = [each.name for each in results[one].tests]  # none of work that was not graded
    if names and test not in names and test != LATE and not test.startswith(WRITTEN):
        raise click.UsageError(f"{one} has no test {test!r}{near(test, names)}")
    if why := misfit(asked, results[one], worth):
        raise click.UsageError(f"{asked}: {why}")
    if not alike:
        return asked
    ways = same_answer(results.values(), one, test)
    if not ways:
        raise click.UsageError(f"{one} did not fail {test}")
    return asked._replace(student=ALL, answer=ways[one])


def students_of(row: "Adjustment", results: "dict[str, Result]") -> list[str]:
    """Those of these results whom a decision is about."""
    from autograder.results.adjustments import ALL, way_of  # noqa: PLC0415

    if row.student != ALL:
        return [row.student]
    failed = [(r.student, test) for r in results.values() for test in r.failed]
    return [who for who, test in failed if (test.name, way_of(test)) == (row.test, row.answer)]


def effect_of(row: "Adjustment", result: "Result", worth: "Mapping[str, float]") -> str:
    """What a decision changes, in words."""
    from autograder.results.adjustments import LATE  # noqa: PLC0415

    if row.test == LATE:
        return f" off for lateness, in place of {result.about.late.off:g}"
    tests = [test for test in result.tests if test.name == row.test]
    if tests:
        return f" in place of {tests[0].score:g}"
    return f" of {worth[row.test]:g}" if row.test in worth else ", shown and not counted"


def rows_in(
    source: Path, results: "dict[str, Result]", worth: "Mapping[str, float]"
) -> "tuple[list[Adjustment], list[str]]":
    """The rows of a file that fit these results, and the others, each with the reason.

    Raises a usage error for what is no file of such rows at all.
    """
    from autograder.results.adjustments import misfit, misfit_for_all  # noqa: PLC0415
    from autograder.results.tables.adjustments_csv import (  # noqa: PLC0415
        has_header,
        read_adjustments,
    )

    try:
        is_table = has_header(source)
    except OSError as error:
        raise click.UsageError(f"--from {source}: {error.strerror}") from None
    if not is_table:
        told = "no line names the columns student, test and points"
        raise click.UsageError(f"--from {source}: {told}; `written` saves such a file")
    found = read_adjustments(source)
    rows, left_out = [], found.bad
    read = {row: misfit_for_all(row, results.values()) for row in found.alike.values()}
    own = (row for each in found.rows.values() for row in each.values())
    read |= {row: misfit(row, results.get(row.student), worth) for row in own}
    for row, why in read.items():
        if why:
            left_out.append(f"{row}: {why}")
        else:
            stamp = stamped({})
            rows.append(row._replace(by=row.by or stamp["by"], at=row.at or stamp["at"]))
    return rows, left_out


def stamped(cells: dict[str, str]) -> dict[str, str]:
    """A row with who writes it, and when."""
    try:
        who = getpass.getuser()
    except (OSError, KeyError):  # nobody the system has a name for
        who = ""
    return cells | {"by": who, "at": datetime.now(UTC).isoformat(timespec="seconds")}
