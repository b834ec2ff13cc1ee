"""What a child says while it loads a submission. It may lie, in kind as in content."""

from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox.failure import LoadProblem, text, texts
from autograder.sandbox.pool import Child

MAX_PROBLEMS = 100


@dataclass
class Loading:
    """One load: the statement that runs (cell, number) and its line, and in the end what came."""

    at: tuple[int, int] | None = None
    line: int = 0
    problems: list[LoadProblem] = field(default_factory=list)
    defined: list[str] = field(default_factory=list)

    def listen(self, child: Child, deadline: float, functions: list[str]) -> None:
        """Follow a load to its end. Raises ChildDied or DeadlineExceeded."""
        try:
            while (message := child.receive(deadline))["op"] == "running":
                self._running(message)
            self._ended(message, functions)
        except ValueError as error:
            child.protocol_error(str(error))

    def _running(self, message: dict[str, Any]) -> None:
        at, line = message.get("at"), message.get("line")
        numbers = [*at, line] if isinstance(at, tuple) else []
        if len(numbers) != 3 or any(type(n) is not int or not 0 <= n < 1 << 31 for n in numbers):
            raise ValueError("a position that is none")
        self.at, self.line = at, line

    def _ended(self, message: dict[str, Any], functions: list[str]) -> None:
        told, defined = message.get("problems"), message.get("defined")
        if not isinstance(told, list) or not texts(defined):
            raise ValueError("a report of the load that is none")
        for entry in told[:MAX_PROBLEMS]:
            if not isinstance(entry, tuple) or [type(part) for part in entry] != [str, int, str]:
                raise ValueError("a problem that is none")
            cell, line, what = entry
            self.problems.append(LoadProblem(text(cell), line, text(what)))
        self.defined = [name for name in functions if name in defined]
