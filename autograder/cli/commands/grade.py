"""`autograder grade`: grade, write every file, tell the terminal."""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

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
    from autograder.course.assignment import Assignment
    from autograder.grading.settings import Settings
    from autograder.results.beside import Late
    from autograder.results.tables.roster import Roster
    from autograder.submissions.submission import Submission


@click.command()
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
@click.option(
    "--roster",
    type=PathArgument,
    help="The students as a learning system exports them: who of them sent nothing is listed.",
)
@click.option(
    "--late-policy",
    "policy",
    metavar="TEXT",
    help='What lateness takes off: "10%/day,max 3", and for Gradescope ",due 2026-11-02 23:59".',
)
@with_course
@own_errors()
def grade(
    assignment: str,
    submission: tuple[Path, ...],
    out: Path,
    no_resume: bool,
    layout: str | None,
    roster: Path | None,
    policy: str | None,
    course_folder: Path | None,
    **how: Any,
) -> None:
    """Grade SUBMISSIONs: files, folders of files, folders per student, or an exported zip.

    Writes grades.csv, results/, feedback/ and report.html into --out. The same command goes on
    where a stopped run was.
    """
    refuse_other_systems()
    from autograder.runs.forks import warm_up_for  # noqa: PLC0415

    if not how["scheduler"]:
        warm_up_for(submission)  # first of all: it takes as long as all that follows here
    from autograder.results.late_policy import PolicyError, lateness, read_policy  # noqa: PLC0415
    from autograder.results.tables.gradebook import RosterError, roster_for  # noqa: PLC0415
    from autograder.submissions.collect import NotFound, collect  # noqa: PLC0415

    settings = settings_from(course_folder)
    found = assignment_from(settings.course, assignment)
    refuse_unusable(out)
    late, unsure = {}, []
    try:
        students = roster_for(layout, roster, assignment)
        taken_off = read_policy(policy) if policy is not None else None
        passed_over: list[tuple[str, str]] = []
        submissions = collect(submission, found, out, lambda *told: passed_over.append(told))
        if taken_off:
            late, unsure = lateness(taken_off, submissions, students)
    except PolicyError as error:
        raise click.UsageError(f"--late-policy: {error}") from None
    except (NotFound, RosterError) as error:
        raise click.UsageError(str(error)) from None
    how |= {"resume": not no_resume, "layout": layout, "roster": students}
    how |= {"passed_over": passed_over, "late": late}
    worked = grade_and_show(settings, found, submissions, out, **how)
    for told in unsure:
        click.echo(f"late: {told}", err=True)
    if not worked:
        found.load()  # a broken test fails on every submission, and is told once, by its place
    sys.exit(0 if worked else 1)


def grade_and_show(
    settings: "Settings",
    assignment: "Assignment",
    submissions: "list[Submission]",
    out: Path,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    unsandboxed: bool = False,
    resume: bool = True,
    quiet: bool = False,
    layout: str | None = None,
    roster: "Roster | None" = None,
    passed_over: Sequence[tuple[str, str]] = (),
    late: "Mapping[str, Late] | None" = None,
) -> bool:
    """Grade `submissions` into the folder `out`; whether the grader worked on all of them."""
    from autograder.sandbox.tier import begin  # noqa: PLC0415

    if not scheduler:
        begin(settings.tier)
    from autograder.cli import tables  # noqa: PLC0415
    from autograder.cli.progress import progress  # noqa: PLC0415
    from autograder.course.handout import read_handout  # noqa: PLC0415
    from autograder.reports.class_page import write_report  # noqa: PLC0415
    from autograder.results.atomic_file import write_atomically  # noqa: PLC0415
    from autograder.results.provenance import seed_fingerprint  # noqa: PLC0415
    from autograder.results.tables.gradebook import match, write_gradebook  # noqa: PLC0415
    from autograder.results.tables.grades_csv import grades_csv  # noqa: PLC0415
    from autograder.results.tables.not_graded import (  # noqa: PLC0415
        NotGraded,
        sent_nothing,
        write_not_graded,
    )
    from autograder.runs import batch, executors, run_folder  # noqa: PLC0415
    from autograder.runs.by_hand import adjustments_in, told  # noqa: PLC0415

    hire = executors.hired(
        assignment,
        settings.tier,
        jobs=jobs,
        scheduler=scheduler,
        unsandboxed=unsandboxed,
        count=len(submissions),
    )
    with run_folder.opened(out, assignment.name, len(submissions)), hire as hired:
        executor, tier, jobs = hired
        # Slow to import, and before the first result there is nothing else to do. The end of the
        # program may not wait for it: Ctrl-C in an import can leave Python's import lock taken.
        Thread(target=import_module, args=["autograder.reports.charts"], daemon=True).start()
        job = batch.Job(assignment, tier, settings.limits, jobs, executor)
        aside = run_folder.set_aside(out, {submission.student for submission in submissions})
        with progress(len(submissions), tier, quiet=quiet) as shown:
            results = batch.run(
                job,
                submissions,
                out,
                resume=resume,
                done=shown.done,
                busy=shown.busy,
                late=late or {},
            )
        write_atomically(out / "grades.csv", grades_csv(results, assignment.questions))
        book = write_gradebook(out, results, layout, roster) if layout else None
        no_row = [NotGraded(*told) for told in passed_over]
        why = f"not among these submissions; graded before, and kept in {out / run_folder.ASIDE}"
        no_row += [NotGraded(student, why) for student in aside]
        no_row += sent_nothing(results, roster) if roster else []
        write_not_graded(out, no_row)
        known_seed = seed_fingerprint(assignment.facts.seed)
        page = write_report(out, results, read_handout(assignment), known_seed)
    if not quiet:
        tables.out().print(tables.grade_table(results, assignment))
        if no_row:
            tables.out().print(tables.not_graded_table(no_row))
        tables.out().print(f"Grades: {out / 'grades.csv'}\nReport: {page}")
        seed = f"Hidden inputs: the seed of {seed_told(settings.course)}"
        tables.out().print(seed, soft_wrap=True)
        if book:
            tables.out().print(f"For the gradebook: {book[0]}")
    for row in told(adjustments_in(out, assignment), results):
        click.echo(row, err=True)
    left_out = book[1] if book else match(results, roster)[1] if roster else []
    for student in left_out:
        click.echo(f"{f'not in {book[0].name}' if book else '--roster'}: {student}", err=True)
    failed = [result.about for result in results if result.status == "error"]
    for ours in failed:
        click.echo(f"not graded, by our fault: {ours.student} ({ours.file})", err=True)
    return not failed
