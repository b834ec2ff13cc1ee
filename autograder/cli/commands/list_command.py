"""`autograder list`: the assignments there are, as a table."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.errors import own_errors
from autograder.cli.settings import assignments_from, course_from, with_course

if TYPE_CHECKING:
    from rich.table import Table

    from autograder.course.assignment import Assignment


@click.command("list")
@with_course
@own_errors()
def list_assignments(course_folder: Path | None) -> None:
    """Show assignments, their questions and points, and what they lack."""
    from rich.console import Console  # noqa: PLC0415 - `--help` needs no table

    from autograder.release.gate.completeness import incomplete  # noqa: PLC0415

    assignments = assignments_from(course_from(course_folder))
    Console(highlight=False).print(assignment_table(assignments))
    for assignment in assignments:
        for lack in incomplete(assignment):
            click.echo(f"{assignment.name}: {lack}", err=True)


def assignment_table(assignments: "Iterable[Assignment]") -> "Table":
    """A row a question, with its points."""
    from rich.table import Table  # noqa: PLC0415

    table = Table("assignment", "question", "functions tested", title="Assignments")
    table.add_column("points", justify="right")
    for assignment in assignments:
        for question, worth in assignment.points.items():
            functions = ", ".join(assignment.functions_of(question))
            table.add_row(assignment.name, question, functions, f"{worth:g}")
        table.add_row("", "", "[bold]total[/]", f"[bold]{assignment.max_score:g}[/]")
        table.add_section()
    return table
