"""What the release gate found, and how it is shown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from autograder.assignment import Assignment


@dataclass
class Verdict:
    """Counts of one assignment. It may be released when `shortcomings` is empty."""

    assignment: Assignment
    mutants: int = 0
    killed: int = 0
    named: int = 0
    fair: int = 0
    seeds: int = 0
    seconds: float = 0.0
    shortcomings: list[str] = field(default_factory=list)


@contextmanager
def progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr. Gives the function to call with (done, total)."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"validating {name}", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def table(verdicts: list[Verdict]) -> Table:
    """A row an assignment."""
    shown = Table(title="The release gate", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    shown.add_column("assignment", no_wrap=True)
    for column in ("questions", "mutants", "killed", "named", "fair", "seeds", "seconds"):
        shown.add_column(column, justify="right")
    shown.add_column("verdict")
    for verdict in verdicts:
        counts = (verdict.mutants, verdict.killed, verdict.named, verdict.fair, verdict.seeds)
        falls_short = len(verdict.shortcomings)
        word = f"[red]{falls_short} short[/]" if falls_short else "[green]passed[/]"
        shown.add_row(
            verdict.assignment.name,
            str(len(verdict.assignment.questions)),
            *map(str, counts),
            f"{verdict.seconds:.0f}",
            word,
        )
    return shown
