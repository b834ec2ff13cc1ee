"""A folder that `grade` wrote, as other commands read it: nobody is passed over in silence."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from autograder.results.result import Result


def results_in(folder: Path, option: str = "") -> "list[Result]":
    """All results of a folder, sorted by student. Raises a usage error where there are none."""
    from autograder.runs.run_folder import damaged, read_results  # noqa: PLC0415

    results = read_results(folder)
    if results:
        return results
    why = "no results in it; `autograder grade` writes them"
    if damaged(folder):
        why = "all results in it are damaged: grade again"
    raise click.UsageError(f"{option}{folder}: {why}")


def refuse_damaged(folder: Path, student: str) -> None:
    """Raise where there is a result of this student that cannot be read."""
    from autograder.runs.run_folder import read_result, students_in  # noqa: PLC0415

    if student in students_in(folder) and read_result(folder, student) is None:
        raise click.ClickException(is_damaged(folder, student))


def end(*folders: Path, worked: bool = True) -> None:
    """Name each result that could not be read; with one, or if not all `worked`, exit with 1."""
    from autograder.runs.run_folder import damaged  # noqa: PLC0415

    for folder in folders:
        for student in damaged(folder):
            click.echo(f"left out: {is_damaged(folder, student)}", err=True)
            worked = False
    if not worked:
        sys.exit(1)


def is_damaged(folder: Path, student: str) -> str:
    """What is told of a result that cannot be read."""
    from autograder.results.text import visible  # noqa: PLC0415
    from autograder.runs.run_folder import result_path  # noqa: PLC0415

    return visible(f"{student}: {result_path(folder, student)} is damaged: grade again")
