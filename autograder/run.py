"""One run of `autograder grade`: grade, write every file, tell the terminal."""

from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

import click

from autograder import batch, executors, folder, terminal
from autograder.assignment import Assignment
from autograder.gradebook import Roster, mark_late, write_gradebook
from autograder.progress import progress
from autograder.report import write_report
from autograder.results import write_grades
from autograder.sandbox.limits import Limits
from autograder.submission import Submission


def grade_and_show(
    assignment: Assignment,
    submissions: list[Submission],
    out: Path,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    unsandboxed: bool = False,
    resume: bool = True,
    quiet: bool = False,
    layout: str | None = None,
    roster: Roster | None = None,
) -> bool:
    """Grade `submissions` into the folder `out`; whether the grader worked on all of them."""
    hire = executors.hired(assignment.name, jobs=jobs, scheduler=scheduler, unsandboxed=unsandboxed)
    with folder.opened(out, assignment.name, len(submissions)), hire as hired:
        executor, tier, jobs = hired
        # Slow to import, and before the first result there is nothing else to do. The end of the
        # program may not wait for it: Ctrl-C in an import can leave Python's import lock taken.
        Thread(target=import_module, args=["autograder.charts"], daemon=True).start()
        job = batch.Job(assignment, tier, Limits.from_environment(), jobs, executor)
        with progress(len(submissions), tier, quiet=quiet) as shown:
            results = batch.run(
                job, submissions, out, resume=resume, done=shown.done, busy=shown.busy
            )
        write_grades(out, results, assignment.questions)
        mark_late(out, results)
        book = write_gradebook(out, results, layout, roster) if layout else None
        page = write_report(out, results)
    if not quiet:
        terminal.out().print(terminal.grade_table(results, assignment))
        terminal.out().print(f"Grades: {out / 'grades.csv'}\nReport: {page}")
        if book:
            terminal.out().print(f"For the gradebook: {book[0]}")
    for student in book[1] if book else []:
        click.echo(f"not in {book[0].name}: {student}", err=True)
    failed = [about(result) for result in results if about(result)["status"] == "error"]
    for ours in failed:
        click.echo(f"not graded, by our fault: {ours['student']} ({ours['file']})", err=True)
    return not failed


def about(result: dict[str, Any]) -> dict[str, Any]:
    """What a result says of the submission and of itself."""
    return result["extra_data"]
