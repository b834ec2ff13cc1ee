"""`autograder bundle`: all feedback pages in one zip, named as the learning system wants them."""

from pathlib import Path

import click

from autograder.cli.errors import own_errors
from autograder.cli.graded_folder import end, results_in
from autograder.cli.settings import PathArgument, with_course


@click.command()
@click.argument("folder", metavar="DIR", type=PathArgument)
@with_course
@own_errors()
def bundle(folder: Path, course_folder: Path | None) -> None:  # noqa: ARG001 - as every command
    """Write DIR/feedback.zip: the pages of all students, named as their files were exported.

    Canvas and Moodle take it in as it is; pages of other files have the names of the students.
    """
    from autograder.release.archive import zipped  # noqa: PLC0415
    from autograder.reports.page import plural  # noqa: PLC0415
    from autograder.reports.student_page import path_of  # noqa: PLC0415
    from autograder.results.atomic_file import write_atomically  # noqa: PLC0415
    from autograder.submissions.lms_exports import feedback_name  # noqa: PLC0415

    pages: dict[str, bytes] = {}
    for result in results_in(folder):
        name = own = f"{result.student}.html"
        if result.about.exported:
            name = feedback_name(result.about.file, result.student)
        name = name if name not in pages else own  # two of one upload
        number = 1
        while name in pages:
            number += 1
            name = f"{result.student}-{number}.html"
        if result.status == "error":
            click.echo(f"not in it, for it is not graded: {result.student}", err=True)
        elif path_of(folder, result).exists():
            pages[name] = path_of(folder, result).read_bytes()
        else:
            click.echo(f"not in it, for it has no page: {result.student}", err=True)
    path = folder / "feedback.zip"
    write_atomically(path, zipped(pages))
    click.echo(f"{plural(len(pages), 'page')}: {path}")
    end(folder)
