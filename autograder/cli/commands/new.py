"""`autograder new`: the files of a homework of one's own, to begin from."""

from pathlib import Path

import click

from autograder.cli.errors import own_errors
from autograder.cli.settings import with_course


@click.command()
@click.argument("assignment")
@with_course
@own_errors()
def new(assignment: str, course_folder: Path | None) -> None:
    """Write the files of a new homework with one worked question, which the gate passes.

    A --course that is empty, or not there, becomes a course of its own.
    """
    from autograder.course.bundled import BUNDLED, IN_WHEEL  # noqa: PLC0415
    from autograder.course.course import nearest_course  # noqa: PLC0415
    from autograder.course.scaffold import CannotMake, new_homework  # noqa: PLC0415

    root = course_folder or nearest_course(Path.cwd())
    if root == IN_WHEEL:
        told = "there is no course here or above, and an installed package is no place for one"
        raise click.UsageError(f"{told}; name a folder: --course my_course")
    try:
        files = new_homework(root, assignment)
    except CannotMake as error:
        raise click.UsageError(str(error)) from None
    for path in files:
        click.echo(path)
    option = f" --course {course_folder}" if course_folder else ""
    click.echo(f"\nNext: autograder validate {assignment}{option}")
    click.echo(f"then make it yours; the guide is {BUNDLED / 'solutions' / 'README.md'}")
