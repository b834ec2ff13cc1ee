"""What the command line shows: tables on stdout, progress on stderr."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import mean, median
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from autograder.assignment import Assignment
from autograder.results import points

MAX_ROWS = 60  # of the table in the terminal
BLOCKS, GAP = "▁▂▃▄▅▆▇█", Text(" ")
PLAIN_STEP = 50  # without a terminal, a line for so many submissions
STATUS_STYLE = {"graded": "", "unreadable": "yellow", "error": "red"}


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
    """A row a submission: score, each question as a block, and what to look at first."""
    scores = [result["score"] for result in results if result["extra_data"]["status"] == "graded"]
    table = Table(title=f"{assignment.name}: {len(results)} submissions", box=SIMPLE_HEAD)
    if scores:
        words = f"mean {points(mean(scores))}, median {points(median(scores))}"
        table.caption = (
            f"{words} of {points(assignment.max_score)} points; each block is a question"
        )
    width = max([7, *(len(result["extra_data"]["student"]) for result in results)])
    table.add_column("student", no_wrap=True, min_width=min(width, 24), max_width=24)
    table.add_column("score", justify="right", no_wrap=True, min_width=5)
    count = len(assignment.questions)
    table.add_column(f"q1 to q{count}", no_wrap=True, min_width=2 * count - 1)
    table.add_column("first thing to look at", no_wrap=True, overflow="ellipsis", ratio=1)
    for result in sorted(results, key=lambda result: result["extra_data"]["student"])[:MAX_ROWS]:
        about = result["extra_data"]
        style = STATUS_STYLE[about["status"]]
        shares = [_share(about["questions"][q], assignment.points[q]) for q in assignment.questions]
        score = str(result.get("score", "?"))
        trouble = Text(first_trouble(result), style="" if about["status"] == "graded" else style)
        blocks = GAP.join(shares)
        table.add_row(Text(about["student"]), Text(score, style="bold"), blocks, trouble)
    if len(results) > MAX_ROWS:
        table.add_row("...", "", "", f"{len(results) - MAX_ROWS} more in grades.csv and the report")
    return table


def _share(score: float | None, worth: float) -> Text:
    """A block as high as the share of the points, green when all of them."""
    if score is None:
        return Text("?", style="red")
    height = int(score / worth * (len(BLOCKS) - 1))
    style = "green" if score >= worth else "red" if height == 0 else "yellow"
    return Text(BLOCKS[height], style=style)


def first_trouble(result: dict[str, Any]) -> str:
    """What a TA would look at first: why nothing was graded, else the costliest failed test."""
    if result["output"]:
        return result["output"].splitlines()[0]
    failed = [test for test in result["tests"] if test["status"] == "failed"]
    if not failed:
        return ""
    worst = max(failed, key=lambda test: test["max_score"])
    return f"{worst['name']}: {worst['output'].splitlines()[0]}"
