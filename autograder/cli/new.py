"""`autograder new`: the files of a homework to begin with."""

from pathlib import Path

import click

from autograder.cli.errors import own_errors
from autograder.cli.settings import with_course


@click.command()
@click.argument("assignment")
@with_course
@own_errors()
def new(assignment: str, course_folder: Path | None) -> None:
    """Write all files of a new homework, with one worked question that passes the gate."""
    raise click.ClickException(f"{assignment}, {course_folder}: not yet")
