"""`autograder release`: run the gate, then write what students get and what Gradescope gets."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.errors import own_errors, refuse_other_systems, refuse_unusable
from autograder.cli.settings import (
    PathArgument,
    assignment_from,
    seed_told,
    settings_from,
    with_course,
)

if TYPE_CHECKING:
    from autograder.course.facts import Hints
    from autograder.release.gate.gate import Verdict


@click.command()
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
@click.option(
    "--hints",
    type=click.Choice(["none", "name", "line"]),
    help="How much students are told of a mistake.  [default: hints in solutions/course.toml]",
)
@click.option(
    "--files-url",
    default="",
    metavar="URL",
    help="Where notebooks that are opened alone, as on Colab, fetch student.zip.",
)
@click.option(
    "--github-classroom",
    "classroom",
    is_flag=True,
    help="Also write classroom/, a template repository that runs the public tests.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes.  [default: one a core]")
@click.option("--allow-unsandboxed", is_flag=True, help="Gradescope grades even without walls.")
@with_course
@own_errors()
def release(
    assignment: str,
    out: Path | None,
    seed: str | None,
    hidden_tests: str,
    hints: "Hints | None",
    files_url: str,
    classroom: bool,
    jobs: int | None,
    allow_unsandboxed: bool,
    course_folder: Path | None,
) -> None:
    """Run the gate, then write what students get and what Gradescope gets.

    student.zip and student/ are for students, autograder.zip is for Gradescope (and Otter),
    manifest.json has hashes and versions. Nothing is written when the gate falls short.
    """
    refuse_other_systems()
    from autograder.cli import tables  # noqa: PLC0415
    from autograder.cli.progress import gate_progress  # noqa: PLC0415
    from autograder.release import release as releases  # noqa: PLC0415
    from autograder.release.gradescope_bundle import GradescopeOptions  # noqa: PLC0415
    from autograder.release.setup_cell import no_file_at  # noqa: PLC0415
    from autograder.runs.batch import Job  # noqa: PLC0415
    from autograder.runs.executors import default_jobs  # noqa: PLC0415
    from autograder.sandbox.tier import find_tier  # noqa: PLC0415

    settings = settings_from(course_folder, seed)
    found = assignment_from(settings.course, assignment)
    folder = out or Path("release") / assignment
    refuse_unusable(folder)
    if why := no_file_at(files_url):
        raise click.UsageError(f"--files-url: {why}")
    try:
        releases.refuse_foreign(folder)
    except FileExistsError as error:
        raise click.UsageError(f"{error.filename}: {error.strerror}") from None
    try:
        options = GradescopeOptions(hidden_tests, allow_unsandboxed, hints)
        files = releases.release_files(found, options, files_url, classroom=classroom)
        job = Job(found, find_tier(settings.tier), settings.limits, jobs or default_jobs())
        with gate_progress(assignment) as shown:
            verdict = releases.prove(job, shown)
        releases.write(files, folder)
    except releases.Refused as refused:
        told = "\n  ".join([f"{assignment} is not released:", *refused.shortcomings])
        raise click.ClickException(told) from None
    tops = {name.split("/")[0] for name in files}
    told = summary(verdict, folder, tops, seed_told(settings.course, seed))
    tables.out().print(told, soft_wrap=True)


def summary(verdict: "Verdict", folder: Path, tops: set[str], seed_from: str) -> str:
    """What was proven, what is at the top of the folder now, and what to do next."""
    name = verdict.assignment.name
    uses = {
        "student.zip": "hand this out; student/ shows what is in it",
        "classroom": "GitHub Classroom: make a template repository of it",
        "autograder.zip": "Gradescope: Configure Autograder, Ubuntu 24.04",
        "manifest.json": "keep: hashes and versions",
    }
    written = {folder / top: use for top, use in uses.items() if top in tops}
    width = max(len(str(path)) for path in written)
    caught = f"{verdict.killed} of {verdict.mutants} catalogued mistakes caught"
    lines = [
        f"{name} proved itself: {caught}, {verdict.seeds} seeds, {verdict.seconds:.0f} s. Written:",
        *(f"  {path!s:{width}}  {use}" for path, use in written.items()),
        f"The secret seed is from {seed_from}; autograder.zip holds it, so keep it from students.",
        "Where you grade by `autograder grade`, AUTOGRADER_SEED has to be that seed, too.",
    ]
    return "\n".join(lines)
