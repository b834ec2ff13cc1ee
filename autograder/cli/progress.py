"""What the command line shows while it grades, on stderr: a bar, or plain lines in a log."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich import progress as bars
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from autograder.results.result import Result

PLAIN_STEP = 50  # without a terminal, a line for so many submissions
SLOW_SECONDS = 5.0  # a submission that takes longer is named


class Quiet:
    """Shows nothing."""

    def done(self, result: Result) -> None:
        """Count a result."""

    def busy(self, now: list[tuple[str, float]]) -> None:
        """Look at who is being graded now, and for how many seconds."""


class Progress(Quiet):
    """Counts results and names the submissions that take long."""

    def __init__(self, console: Console, total: int, bar: bars.Progress) -> None:
        self._console, self._total, self._bar = console, total, bar
        self._task = bar.add_task("starting", total=total)
        self._counts = {"graded": 0, "unreadable": 0, "error": 0}
        self._tell_at: dict[str, float] = {}
        self._slow = ""

    def done(self, result: Result) -> None:
        self._counts[result.status] += 1
        self._tell_at.pop(result.student, None)
        self._show(advance=1)
        count = sum(self._counts.values())
        if not self._console.is_terminal and (count % PLAIN_STEP == 0 or count == self._total):
            self._console.print(f"{count} of {self._total}: {self._words}")

    def busy(self, now: list[tuple[str, float]]) -> None:
        slow = [(student, seconds) for student, seconds in now if seconds >= SLOW_SECONDS]
        self._slow = ", ".join(f"{student}, {seconds:.0f} s" for student, seconds in slow)
        self._show()
        for student, seconds in slow:
            if not self._console.is_terminal and seconds >= self._tell_at.get(student, 0):
                self._console.print(Text(f"still on {student}, {seconds:.0f} s"))
                self._tell_at[student] = 2 * seconds

    @property
    def _words(self) -> str:
        return ", ".join(f"{count} {status}" for status, count in self._counts.items() if count)

    def _show(self, advance: int = 0) -> None:
        slow = f"still on {self._slow}" if self._slow else ""
        words = escape("; ".join(filter(None, [self._words or "starting", slow])))
        self._bar.update(self._task, advance=advance, description=words)


class Rate(bars.ProgressColumn):
    """Submissions a second, once that is known."""

    def render(self, task: bars.Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


@contextmanager
def progress(
    total: int, tier: str, *, quiet: bool = False, console: Console | None = None
) -> Iterator[Quiet]:
    """Shows how a run of `total` submissions goes on while it is told."""
    if quiet:
        yield Quiet()
        return
    console = console or Console(stderr=True, highlight=False)
    console.print(f"Sandbox: {tier}")
    columns = (
        *(bars.TextColumn("{task.description}"), bars.BarColumn(), bars.MofNCompleteColumn()),
        *(Rate(), bars.TimeRemainingColumn()),
    )
    with bars.Progress(*columns, console=console, transient=True) as bar:
        yield Progress(console, total, bar)


@contextmanager
def gate_progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr for the gate. Gives the function to call with (done, total)."""
    columns = (bars.TextColumn("{task.description}"), bars.BarColumn(), bars.TimeRemainingColumn())
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"validating {name}", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
