"""`autograder similar`: pairs of submissions that share more than the class does."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.errors import own_errors
from autograder.cli.graded_folder import end, results_in
from autograder.cli.settings import PathArgument, assignment_from, course_from, with_course

if TYPE_CHECKING:
    from autograder.results.similarity import Paper

MOST, SHOWN = 40, 10  # pairs on the page, and in the terminal


@click.command()
@click.argument("folder", metavar="DIR", type=PathArgument)
@click.option("--with", "old", metavar="OLD_DIR", type=PathArgument, help="Of an older term, too.")
@with_course
@own_errors()
def similar(folder: Path, old: Path | None, course_folder: Path | None) -> None:
    """Make DIR/similar.html: pairs that share more than the class, side by side.

    They are candidates to look at, not culprits; the page says what it cannot see.
    """
    from autograder.course.handout import read_handout  # noqa: PLC0415
    from autograder.reports import similar as desk  # noqa: PLC0415
    from autograder.reports.page import plural  # noqa: PLC0415
    from autograder.results.atomic_file import write_atomically  # noqa: PLC0415
    from autograder.results.similarity import pairs  # noqa: PLC0415
    from autograder.results.text import visible  # noqa: PLC0415
    from autograder.submissions.fingerprints import fingerprints, vocabulary_of  # noqa: PLC0415

    name = results_in(folder)[0].about.assignment
    if old is not None and results_in(old, "--with ")[0].about.assignment != name:
        raise click.UsageError(f"--with {old}: no results of {name} in it")
    assignment = assignment_from(course_from(course_folder), name)
    files = [assignment.handout, *sorted(assignment.public_tests.glob("*.py"))]
    given = [path.read_text(encoding="utf-8") for path in files]
    words = vocabulary_of(given[0])
    papers = papers_in(folder, words)
    if old is not None:
        papers += papers_in(old, words, old.name or "old")
    boilerplate = {int(h) for text in given for h in fingerprints(text, words, 1).hashes}
    found = pairs(papers, boilerplate, MOST)
    title = read_handout(assignment).title or name
    path = folder / "similar.html"
    write_atomically(path, desk.page(name, title, papers, found, "\n".join(given)))
    for pair in found[:SHOWN]:
        told = f"{pair.one.name} and {pair.other.name}: {pair.times:.1f} times the usual"
        mistakes = f", {plural(len(pair.mistakes), 'rare mistake')}" if pair.mistakes else ""
        click.echo(visible(told + mistakes))
    click.echo(f"Candidates to look at, not culprits: {path}")
    end(folder, *([] if old is None else [old]))


def papers_in(folder: Path, words: frozenset[str], term: str = "") -> "list[Paper]":
    """The submissions of a folder that can be read; the others are named on stderr."""
    from autograder.results.similarity import Paper  # noqa: PLC0415
    from autograder.runs.run_folder import read_again, read_results  # noqa: PLC0415
    from autograder.submissions.fingerprints import fingerprints  # noqa: PLC0415
    from autograder.submissions.submission import Unreadable, read  # noqa: PLC0415

    papers = []
    for result in read_results(folder):
        try:
            cells = read_again(folder, result, read).cells
        except Unreadable as reason:
            click.echo(f"not compared: {result.student}: {reason}", err=True)
            continue
        text = "\n\n".join(source for _, source, experiment in cells if not experiment)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        papers.append(Paper(result, text.split("\n"), fingerprints(text, words), term))
    return papers
