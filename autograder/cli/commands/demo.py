"""`autograder demo`: one homework from release to report; the specimens are its class."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.commands.grade import grade_and_show
from autograder.cli.errors import own_errors, refuse_other_systems
from autograder.cli.settings import assignment_from, settings_from, with_course

if TYPE_CHECKING:
    from autograder.results.result import Result

FOLDER = Path("demo")


@click.command()
@with_course
@own_errors()
def demo(course_folder: Path | None) -> None:
    """Release a homework, grade the bundled specimens, show the table and the report."""
    refuse_other_systems()
    from autograder.runs.forks import warm_up  # noqa: PLC0415

    warm_up()  # first of all: to import PyTorch takes longer than to write the release
    settings = settings_from(course_folder)
    name = settings.course.facts.demo
    if not name:
        raise click.UsageError("solutions/course.toml names no homework for a demo")
    assignment = assignment_from(settings.course, name)
    click.echo(f"A release of {name}, then a class of specimens to grade: half a minute.")
    from autograder.cli import tables  # noqa: PLC0415
    from autograder.course.specimen import specimens, write  # noqa: PLC0415
    from autograder.release import release  # noqa: PLC0415
    from autograder.runs.run_folder import read_results  # noqa: PLC0415
    from autograder.submissions.collect import collect  # noqa: PLC0415

    release.write(release.release_files(assignment), FOLDER / "release")
    tables.out().print(f"What students get: {FOLDER / 'release' / 'student'}\n")
    for specimen in specimens(assignment):
        write(specimen, FOLDER / "submissions")
    submissions = collect([FOLDER / "submissions"], assignment)
    worked = grade_and_show(settings, assignment, submissions, FOLDER / "grades", resume=False)
    student = most_told(read_results(FOLDER / "grades"))
    page = FOLDER / "grades" / "feedback" / f"{student}.html"
    tables.out().print(f"What a student reads, for example: {page}", soft_wrap=True)
    sys.exit(0 if worked else 1)


def most_told(results: "list[Result]") -> str:
    """The student whose page shows most: the one with most mistakes that have a name."""

    def told(result: "Result") -> int:
        return len({test.misconception for test in result.failed if test.misconception})

    return max(results, key=told).student
