"""The `autograder` command. Everything slow is imported by the command that needs it."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from autograder.errors import own_errors, refuse_unusable

if TYPE_CHECKING:
    from autograder.assignment import Assignment

PathArgument = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="autograder")
def main() -> None:
    """Releases and grades homework on multilayer perceptrons."""


@main.command("list")
@own_errors()
def list_assignments() -> None:
    """Show assignments, their questions and points."""
    from rich.console import Console  # noqa: PLC0415

    from autograder.assignment import assignments  # noqa: PLC0415
    from autograder.catalogue import assignment_table  # noqa: PLC0415

    Console(highlight=False).print(assignment_table(assignments()))


@main.command()
@click.argument("assignment")
@click.option("--out", type=PathArgument, help="Folder to write to.  [default: release/ASSIGNMENT]")
@click.option("--seed", help="Secret seed of the hidden inputs.  [default: $AUTOGRADER_SEED]")
@click.option(
    "--hidden-tests",
    type=click.Choice(["after_published", "after_due_date", "hidden", "visible"]),
    default="after_published",
    show_default=True,
    help="When Gradescope shows students the hidden tests.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes.  [default: one a core]")
@click.option("--allow-unsandboxed", is_flag=True, help="Gradescope grades even without walls.")
@own_errors()
def release(
    assignment: str,
    out: Path | None,
    seed: str | None,
    hidden_tests: str,
    jobs: int | None,
    allow_unsandboxed: bool,
) -> None:
    """Run the gate, then write what students get and what Gradescope gets.

    student.zip and student/ are for students, autograder.zip is for Gradescope (and Otter),
    manifest.json has hashes and versions. Nothing is written when the gate falls short.
    """
    from autograder import release as releases  # noqa: PLC0415
    from autograder import terminal  # noqa: PLC0415

    found = find_assignment(assignment)
    folder = out or Path("release") / assignment
    refuse_unusable(folder)
    try:
        releases.refuse_foreign(folder)
    except FileExistsError as error:
        raise click.UsageError(f"{error.filename}: {error.strerror}") from None
    try:
        with releases.seeded(seed) as seed_from:
            files = releases.release_files(found, hidden_tests, allow_unsandboxed=allow_unsandboxed)
            verdict = releases.prove(found, jobs)
            releases.write(files, folder)
    except releases.Refused as refused:
        told = "\n  ".join([f"{assignment} is not released:", *refused.shortcomings])
        raise click.ClickException(told) from None
    terminal.out().print(releases.summary(verdict, folder, seed_from), soft_wrap=True)


@main.command()
@click.argument("assignment")
@click.argument("submission", nargs=-1, required=True, type=PathArgument)
@click.option("--out", required=True, type=PathArgument, help="Folder for grades and reports.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes.  [default: one a core]")
@click.option("--scheduler", metavar="ADDRESS", help="Grade on this Dask cluster.")
@click.option(
    "--allow-unsandboxed",
    "unsandboxed",
    is_flag=True,
    help="Grade even where nothing confines code.",
)
@click.option("--no-resume", is_flag=True, help="Grade everything again.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["canvas", "moodle"]),
    help="Also write grades-FORMAT.csv, which that system imports.",
)
@click.option("--roster", type=PathArgument, help="The students as that system exports them.")
@own_errors()
def grade(
    assignment: str,
    submission: tuple[Path, ...],
    out: Path,
    no_resume: bool,
    layout: str | None,
    roster: Path | None,
    **how: Any,
) -> None:
    """Grade SUBMISSIONs: files, folders of files, folders per student, or an exported zip.

    Writes grades.csv, results/, feedback/ and report.html into --out. The same command goes on
    where a stopped run was.
    """
    from autograder.collect import NotFound, collect  # noqa: PLC0415
    from autograder.gradebook import RosterError, roster_for  # noqa: PLC0415
    from autograder.run import grade_and_show  # noqa: PLC0415

    found = find_assignment(assignment)
    refuse_unusable(out)
    try:
        students = roster_for(layout, roster, assignment)
        tell = {} if how["quiet"] else {"tell": partial(click.echo, err=True)}
        submissions = collect(submission, assignment, out, **tell)
    except (NotFound, RosterError) as error:
        raise click.UsageError(str(error)) from None
    how |= {"resume": not no_resume, "layout": layout, "roster": students}
    worked = grade_and_show(found, submissions, out, **how)
    if not worked:
        found.load()  # a broken test fails on every submission, and is told once, by its place
    sys.exit(0 if worked else 1)


@main.command()
@click.argument("assignment", nargs=-1)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes.  [default: one a core]")
@own_errors()
def validate(assignment: tuple[str, ...], jobs: int | None) -> None:
    """Run the release gate: do the tests catch, name and forgive what they must?"""
    from autograder import batch, executors, terminal, verdict  # noqa: PLC0415
    from autograder.assignment import assignments  # noqa: PLC0415
    from autograder.sandbox.limits import Limits  # noqa: PLC0415
    from autograder.sandbox.tier import find_tier  # noqa: PLC0415
    from autograder.validate import validate as run_gate  # noqa: PLC0415

    chosen = [find_assignment(name) for name in assignment] or assignments()
    verdicts = []
    tier, limits = find_tier(), Limits.from_environment()
    for found in chosen:
        job = batch.Job(found, tier, limits, jobs or executors.default_jobs())
        with verdict.progress(found.name) as progress:
            verdicts.append(run_gate(job, progress=progress))
    terminal.out().print(verdict.table(verdicts))
    shortcomings = [f"{v.assignment.name}: {s}" for v in verdicts for s in v.shortcomings]
    for shortcoming in shortcomings:
        click.echo(shortcoming, err=True)
    sys.exit(1 if shortcomings else 0)


@main.command()
@click.argument("folder", metavar="DIR", type=PathArgument)
@own_errors()
def report(folder: Path) -> None:
    """Rebuild the class report of DIR from its results."""
    from autograder import terminal  # noqa: PLC0415
    from autograder.report import write_report  # noqa: PLC0415
    from autograder.results import read_results  # noqa: PLC0415

    results = read_results(folder)
    if not results:
        raise click.UsageError(f"{folder}: no results in it; `autograder grade` writes them")
    terminal.out().print(f"Report: {write_report(folder, results)}")


@main.command()
@click.argument("folder", metavar="DIR", type=PathArgument)
@click.argument("student")
@click.argument("test", required=False)
@own_errors()
def explain(folder: Path, student: str, test: str | None) -> None:
    """Staff only: run TEST of STUDENT again and show inputs, expected, got and what comes near.

    Without TEST, the failed tests to choose from.
    """
    from autograder import terminal  # noqa: PLC0415
    from autograder.explain import explanation, failed_table  # noqa: PLC0415
    from autograder.grade import Grader  # noqa: PLC0415
    from autograder.results import kept_submission, read_result  # noqa: PLC0415
    from autograder.sandbox.limits import Limits  # noqa: PLC0415
    from autograder.sandbox.tier import find_tier  # noqa: PLC0415

    result = read_result(folder, student)
    if result is None:
        raise click.UsageError(f"{folder} holds no result of {student!r}")
    if test is None:
        terminal.out().print(failed_table(result))
        return
    assignment = find_assignment(result["extra_data"]["assignment"])
    chosen = next((t for t in assignment.tests if t.name == test), None)
    submission = kept_submission(folder, result)
    if chosen is None:
        raise click.UsageError(f"{assignment.name} has no test {test!r}")
    if submission is None:
        raise click.UsageError(f"{folder}/submissions does not hold what was graded")
    grader = Grader(assignment, Limits.from_environment(), find_tier())
    failure = grader.examine(submission, chosen)
    grader.close()
    terminal.out().print(explanation(assignment, submission, chosen, failure))


@main.command()
@own_errors()
def demo() -> None:
    """Release hw1_backprop, grade the bundled specimens, show the table and the report."""
    from autograder import terminal  # noqa: PLC0415
    from autograder.assignment import SPECIMENS  # noqa: PLC0415
    from autograder.collect import collect  # noqa: PLC0415
    from autograder.release import write_release  # noqa: PLC0415
    from autograder.run import grade_and_show  # noqa: PLC0415

    assignment, folder = find_assignment("hw1_backprop"), Path("demo")
    write_release(assignment, folder / "release")
    terminal.out().print(f"What students get: {folder / 'release' / 'student'}\n")
    submissions = collect([SPECIMENS / assignment.name], assignment.name)
    worked = grade_and_show(assignment, submissions, folder / "grades", resume=False)
    sys.exit(0 if worked else 1)


def find_assignment(name: str) -> "Assignment":
    """The assignment called `name`, or a usage error that lists those there are."""
    from autograder.assignment import UnknownAssignment, find  # noqa: PLC0415

    try:
        return find(name)
    except UnknownAssignment as error:
        raise click.UsageError(str(error)) from None
