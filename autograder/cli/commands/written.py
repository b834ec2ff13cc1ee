"""`autograder written`: the written answers of a class as one page to grade by hand."""

from pathlib import Path

import click

from autograder.cli.errors import own_errors
from autograder.cli.graded_folder import end, results_in
from autograder.cli.settings import PathArgument, assignment_from, course_from, with_course


@click.command()
@click.argument("folder", metavar="DIR", type=PathArgument)
@with_course
@own_errors()
def written(folder: Path, course_folder: Path | None) -> None:
    """Make DIR/written.html: all cells tagged `written`, to be graded by hand, without names.

    It saves a CSV; `autograder adjust DIR --from` takes that in.
    """
    from autograder.course.handout import read_handout  # noqa: PLC0415
    from autograder.reports import written as desk  # noqa: PLC0415
    from autograder.reports.page import plural  # noqa: PLC0415
    from autograder.results.atomic_file import write_atomically  # noqa: PLC0415
    from autograder.runs.run_folder import read_again  # noqa: PLC0415
    from autograder.submissions.submission import Unreadable  # noqa: PLC0415
    from autograder.submissions.written import (  # noqa: PLC0415
        answers_in,
        percent_cells,
        prompts_in,
        written_answers,
    )

    results = results_in(folder)
    name = results[0].about.assignment
    assignment = assignment_from(course_from(course_folder), name)
    answers = {}
    for result in results:
        try:
            answers[result.student] = read_again(folder, result, written_answers)
        except Unreadable as reason:
            click.echo(f"not on the page: {result.student}: {reason}", err=True)
    handout = percent_cells(assignment.handout.read_text(encoding="utf-8"))
    asked = desk.questions(answers, prompts_in(handout), answers_in(handout))
    title = read_handout(assignment).title or name
    write_atomically(folder / "written.html", desk.page(title, name, asked))
    click.echo(f"Written answers of {plural(len(asked), 'question')}: {folder / 'written.html'}")
    end(folder)
