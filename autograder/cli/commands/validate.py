"""`autograder validate`: the release gate alone."""

import sys
from pathlib import Path

import click

from autograder.cli.errors import own_errors, refuse_other_systems
from autograder.cli.settings import (
    assignment_from,
    assignments_from,
    settings_from,
    with_course,
)


@click.command()
@click.argument("assignment", nargs=-1)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes.  [default: one a core]")
@with_course
@own_errors()
def validate(assignment: tuple[str, ...], jobs: int | None, course_folder: Path | None) -> None:
    """Run the release gate: do the tests catch, name and forgive what they must?"""
    refuse_other_systems()
    from autograder.cli import tables  # noqa: PLC0415
    from autograder.cli.progress import gate_progress  # noqa: PLC0415
    from autograder.release.gate import gate  # noqa: PLC0415
    from autograder.runs.batch import Job  # noqa: PLC0415
    from autograder.runs.executors import default_jobs  # noqa: PLC0415
    from autograder.sandbox.tier import find_tier  # noqa: PLC0415

    settings = settings_from(course_folder)
    course = settings.course
    chosen = [assignment_from(course, name) for name in assignment] or assignments_from(course)
    verdicts, tier = [], find_tier(settings.tier)
    for found in chosen:
        job = Job(found, tier, settings.limits, jobs or default_jobs())
        with gate_progress(found.name) as progress:
            verdicts.append(gate.validate(job, progress=progress))
    tables.out().print(tables.gate_table(verdicts))
    shortcomings = [f"{v.assignment.name}: {s}" for v in verdicts for s in v.shortcomings]
    for shortcoming in shortcomings:
        click.echo(shortcoming, err=True)
    sys.exit(1 if shortcomings else 0)
