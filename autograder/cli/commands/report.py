"""`autograder report`: the class report once more, with the points by hand as they are now."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.errors import own_errors, refuse_unusable
from autograder.cli.graded_folder import end, results_in
from autograder.cli.settings import PathArgument, assignment_from, course_from, with_course

if TYPE_CHECKING:
    from autograder.course.assignment import Assignment


@click.command()
@click.argument("folder", metavar="DIR", type=PathArgument)
@click.option(
    "--anonymous",
    "out",
    metavar="OUT",
    type=PathArgument,
    help="Write all of DIR to OUT, too, under ids; DIR/anonymous.csv says who is who.",
)
@with_course
@own_errors()
def report(folder: Path, out: Path | None, course_folder: Path | None) -> None:
    """Rebuild the class report of DIR from its results and its adjustments.csv."""
    name = results_in(folder)[0].about.assignment
    assignment = assignment_from(course_from(course_folder), name)
    rebuild(folder, assignment)
    if out is not None:
        from autograder.runs.anonymous import TABLE, copy_without_names  # noqa: PLC0415

        refuse_unusable(out, "--anonymous")
        copy_without_names(folder, out, assignment)
        rebuild(out, assignment)
        click.echo(f"Who is who: {folder / TABLE}; keep it where {out} does not go")
    end(folder)


def rebuild(folder: Path, assignment: "Assignment") -> None:
    """Lay the points by hand over every result, and tell which of them do not fit."""
    from autograder.cli import tables  # noqa: PLC0415
    from autograder.course.handout import read_handout  # noqa: PLC0415
    from autograder.reports.class_page import write_report  # noqa: PLC0415
    from autograder.results.provenance import seed_fingerprint  # noqa: PLC0415
    from autograder.results.tables.not_graded import NotGraded  # noqa: PLC0415
    from autograder.runs.by_hand import lay_over_all  # noqa: PLC0415
    from autograder.runs.run_folder import damaged, opened  # noqa: PLC0415

    with opened(folder, assignment.name, 0):
        results, told = lay_over_all(folder, assignment)
        known_seed = seed_fingerprint(assignment.facts.seed)
        lost = [NotGraded(who, "its result is damaged: grade again") for who in damaged(folder)]
        page = write_report(folder, results, read_handout(assignment), known_seed, lost)
    for row in told:
        click.echo(row, err=True)
    tables.out().print(f"Report: {page}")
