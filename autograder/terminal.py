"""What the command line shows: tables on stdout, progress on stderr."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from autograder.assignment import Assignment
from autograder.results import points

PLAIN_STEP = 50  # without a terminal, a line for so many submissions
STATUS_STYLE = {"graded": "green", "unreadable": "yellow", "error": "red"}


def out() -> Console:
    """Where results are printed; made anew so that a redirected stdout is seen."""
    return Console(highlight=False)


def assignment_table(assignments: list[Assignment]) -> Table:
    """A row a question, with its points."""
    table = Table("assignment", "question", "functions tested", title="Assignments")
    table.add_column("points", justify="right")
    for assignment in assignments:
        for question, worth in assignment.points.items():
            functions = ", ".join(assignment.functions_of(question))
            table.add_row(assignment.name, question, functions, str(points(worth)))
        table.add_row("", "", "[bold]total[/]", f"[bold]{points(assignment.max_score)}[/]")
        table.add_section()
    return table


@contextmanager
def progress(total: int, tier: str) -> Iterator[Callable[[dict[str, Any]], None]]:
    """A bar, or plain lines where nobody watches. Gives the function to call with each result."""
    console = Console(stderr=True, highlight=False)
    console.print(f"Sandbox: {tier}")
    counts = {"graded": 0, "unreadable": 0, "error": 0}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("starting", total=total)

        def done(result: dict[str, Any]) -> None:
            counts[result["extra_data"]["status"]] += 1
            words = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
            bar.update(task, advance=1, description=words)
            if not console.is_terminal and sum(counts.values()) % PLAIN_STEP == 0:
                console.print(f"{sum(counts.values())} of {total}: {words}")

        yield done


def grade_table(results: list[dict[str, Any]], assignment: Assignment) -> Table:
    """A row a submission: score, share of every question as a shade, and what to look at."""
    table = Table("student", "status", title=f"{assignment.name}: {len(results)} submissions")
    table.add_column("score", justify="right")
    for question in assignment.questions:
        table.add_column(f"{question}\n/{points(assignment.points[question])}", justify="right")
    table.add_column("first thing to look at", ratio=1)
    for result in sorted(results, key=lambda result: result["extra_data"]["student"]):
        about = result["extra_data"]
        style = STATUS_STYLE[about["status"]]
        cells = [_shaded(about["questions"][q], assignment.points[q]) for q in assignment.questions]
        score = "" if "score" not in result else f"[bold]{result['score']}[/]"
        status = f"[{style}]{about['status']}[/]"
        table.add_row(
            escape(about["student"]), status, score, *cells, escape(first_trouble(result))
        )
    return table


def _shaded(score: float | None, worth: float) -> str:
    if score is None:
        return ""
    style = "green" if score >= worth else "red" if score == 0 else "yellow"
    return f"[{style}]{score}[/]"


def first_trouble(result: dict[str, Any]) -> str:
    """What a TA would look at first: why nothing was graded, else the costliest failed test."""
    if result["output"]:
        return result["output"].splitlines()[0]
    failed = [test for test in result["tests"] if test["status"] == "failed"]
    if not failed:
        return ""
    worst = max(failed, key=lambda test: test["max_score"])
    return f"{worst['name']}: {worst['output'].splitlines()[0]}"
