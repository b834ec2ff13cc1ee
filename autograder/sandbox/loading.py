"""What a child says while it loads a submission. It may lie, in kind as in content."""

from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox.failure import LoadProblem, text, texts
from autograder.sandbox.processes.deadline import Deadline
from autograder.sandbox.processes.pool import Child
from autograder.sandbox.transcript import weight

MAX_PROBLEMS = 100
MAX_CUTS = 1_000
MAX_NAMES = 20  # that a statement would have defined
MOST_WEIGHT = 64 << 20  # of all messages: a hundred thousand statements


@dataclass
class Loading:
    """One load: the statement that runs (cell, number) and its line, those that were cut off with
    the seconds they had, and in the end what came: `missing` are names by place that functions
    need and that a statement left out would have defined.
    """

    at: tuple[int, int] | None = None
    line: int = 0
    cuts: dict[tuple[int, int], tuple[int, float]] = field(default_factory=dict)
    problems: list[LoadProblem] = field(default_factory=list)
    defined: list[str] = field(default_factory=list)
    stubs: list[str] = field(default_factory=list)
    missing: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    weight: int = 0

    def listen(self, child: Child, deadline: Deadline, functions: list[str]) -> None:
        """Follow a load to its end. Raises ChildDied or DeadlineExceeded."""
        try:
            while (message := self._heard(child, deadline))["op"] in ("running", "cut"):
                self._running(message)
                if message["op"] == "cut":
                    self._cut(message.get("seconds"))
            self._ended(message, functions)
        except ValueError as error:
            child.protocol_error(str(error))

    def _heard(self, child: Child, deadline: Deadline) -> dict[str, Any]:
        """The next message, unless it or all together are more than any load has to say."""
        frame = child.receive_frame(deadline)
        self.weight += weight(frame)
        if self.weight > MOST_WEIGHT:
            raise ValueError("too much is said at load")
        return child.message(frame)

    def _running(self, message: dict[str, Any]) -> None:
        at, line = message.get("at"), message.get("line")
        numbers = [*at, line] if isinstance(at, tuple) else []
        if len(numbers) != 3 or any(type(n) is not int or not 0 <= n < 1 << 31 for n in numbers):
            raise ValueError("a position that is none")
        self.at, self.line = at, line

    def _cut(self, seconds: Any) -> None:
        if type(seconds) is not float or not 0 < seconds < 1e6 or len(self.cuts) >= MAX_CUTS:
            raise ValueError("a cut that is none")
        self.cuts[self.at] = self.line, seconds

    def _ended(self, message: dict[str, Any], functions: list[str]) -> None:
        told, defined, missing = (message.get(key) for key in ("problems", "defined", "missing"))
        stubs = message.get("stubs")
        are_names = texts(defined) and texts(stubs)
        if not isinstance(told, list) or not are_names or not isinstance(missing, list):
            raise ValueError("a report of the load that is none")
        for entry in told[:MAX_PROBLEMS]:
            if kinds(entry) != [str, int, str, bool]:
                raise ValueError("a problem that is none")
            cell, line, what, lost = entry
            self.problems.append(LoadProblem(text(cell), line, text(what), lost))
        for entry in missing[:MAX_CUTS]:
            if kinds(entry) != [int, int, list] or not texts(entry[2]):
                raise ValueError("missing names that are none")
            self.missing[entry[:2]] = [text(name) for name in entry[2][:MAX_NAMES]]
        self.defined = [name for name in functions if name in defined]
        self.stubs = [name for name in functions if name in stubs]


def kinds(entry: Any) -> list[type]:
    """The types of what is in a tuple."""
    return [type(part) for part in entry] if isinstance(entry, tuple) else []
