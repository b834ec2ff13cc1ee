"""`autograder course`: the homeworks of a term on one page and in one table."""

from pathlib import Path

import click

from autograder.cli.errors import own_errors, refuse_unusable
from autograder.cli.graded_folder import end, results_in
from autograder.cli.settings import PathArgument, with_course


@click.command(name="course")
@click.argument("folder", metavar="DIR", nargs=-1, required=True, type=PathArgument)
@click.option("--out", type=PathArgument, default=".", help="Folder for the page.  [default: here]")
@with_course
@own_errors()
def term(folder: tuple[Path, ...], out: Path, course_folder: Path | None) -> None:  # noqa: ARG001 - as every command
    """Write course.html and course.csv of graded DIRs, in the order in which they are given.

    Scores by student and homework, misconceptions that came back, students who fell silent.
    """
    from autograder.reports.term import page  # noqa: PLC0415
    from autograder.results.atomic_file import write_atomically  # noqa: PLC0415
    from autograder.results.term import term_csv, term_of  # noqa: PLC0415

    refuse_unusable(out)
    homeworks = {}
    for each in folder:
        results = results_in(each)
        name = results[0].about.assignment
        if name in homeworks:
            raise click.UsageError(f"{each}: {name} is there twice; give each homework once")
        homeworks[name] = results
    found = term_of(homeworks)
    write_atomically(out / "course.csv", term_csv(found))
    write_atomically(out / "course.html", page(found))
    click.echo(f"The term: {out / 'course.html'} and {out / 'course.csv'}")
    end(*folder)
