"""`autograder report`: the class report once more."""

from pathlib import Path

import click

from autograder.cli.errors import own_errors
from autograder.cli.settings import PathArgument, assignment_from, course_from, with_course


@click.command()
@click.argument("folder", metavar="DIR", type=PathArgument)
@with_course
@own_errors()
def report(folder: Path, course_folder: Path | None) -> None:
    """Rebuild the class report of DIR from its results."""
    from autograder.cli import tables  # noqa: PLC0415
    from autograder.course.handout import read_handout  # noqa: PLC0415
    from autograder.reports.class_page import write_report  # noqa: PLC0415
    from autograder.results.provenance import seed_fingerprint  # noqa: PLC0415
    from autograder.runs.run_folder import read_results  # noqa: PLC0415

    results = read_results(folder)
    if not results:
        raise click.UsageError(f"{folder}: no results in it; `autograder grade` writes them")
    found = assignment_from(course_from(course_folder), results[0].about.assignment)
    known_seed = seed_fingerprint(found.facts.seed)
    page = write_report(folder, results, read_handout(found), known_seed)
    tables.out().print(f"Report: {page}")
