"""What a submission could not do, in words for the student: a call that failed, a load that did.

A submission chooses what it raises and says; here that becomes one of few kinds of our own.
"""

import builtins
from dataclasses import dataclass
from functools import cache
from typing import Any

from autograder.sandbox.walls.limits import Limits
from autograder.sandbox.worker.cells import WHOLE

TEXT_LIMIT = 2_000  # of what a submission says
# No error that cannot be made of a message alone, or that a loop of the caller would understand.
NO_PLAIN_ERRORS = (StopIteration, StopAsyncIteration, ExceptionGroup)
NO_PLAIN_ERRORS += (UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError)
# What a submission may raise under its own name in the trusted process.
STANDARD_ERRORS = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type)
    and issubclass(kind, Exception)
    and not issubclass(kind, (Warning, *NO_PLAIN_ERRORS))
}


KINDS = {
    "shapes": ": the shapes of two arrays do not fit",
    "none": ": None stands where a value is needed; is a `return` missing?",
    "name": ": there is no such name or key",
    "called": ": something is called that is no function; is a `*` missing before a bracket?",
    "casting": ": fractions are written into an array of integers, in place",
    "arguments": ": a function is called with other arguments than it takes",
    "index": ": an index is out of range",
}
ENDED = "ended the process"


@dataclass(frozen=True)
class Raised:
    """An exception of a submission: the `line` of its `cell`, and one of few `kind`s, or nothing;
    `type` is the standard exception it was, which no hidden test may tell.
    """

    line: int
    cell: str
    kind: str
    type: str

    def __str__(self) -> str:
        return f"at line {self.line}" + (f" of {self.cell}" if self.cell != WHOLE else "")


class CallFailed(Exception):
    """A call of `function` gave no value. `reason` is the contract's word for it, `message` is
    ours, `detail` the submission's own text. `discreet` is what a hidden test may say: nothing in
    it but a kind of a short list, and a place, is the submission's choice. `raised` is an
    exception whose place is known.
    """

    def __init__(
        self,
        reason: str,
        message: str,
        detail: str = "",
        function: str = "",
        discreet: str = "",
        raised: Raised | None = None,
    ) -> None:
        super().__init__(message)
        self.reason, self.message, self.detail = reason, message, detail
        self.function, self.discreet, self.raised = function, discreet or message, raised


def again(error: Exception) -> Exception:
    """A kept exception, to be raised: were it raised itself, its traceback would hold every frame
    that it went through, and they the whole session, for as long as it is kept.
    """
    fresh = type(error).__new__(type(error), *error.args)
    vars(fresh).update(vars(error))
    return fresh


@dataclass(frozen=True)
class LoadProblem:
    """Something at the top level of the submission that did not work.

    `lost`: whether a function of it may miss something for that.
    """

    cell: str
    line: int
    message: str
    lost: bool = True

    def __str__(self) -> str:
        cell = "" if self.cell == WHOLE else f"{self.cell}, "
        return f"{cell}line {self.line}: {self.message}"


def raised(name: str, reply: dict[str, Any], limits: Limits, cells: list[tuple]) -> CallFailed:
    """The exception of a submission as CallFailed and as the standard exception it was."""
    given = reply.get("types")
    types = [STANDARD_ERRORS[t] for t in given if t in STANDARD_ERRORS] if texts(given) else []
    detail = text(reply.get("message"))
    kind = types[0] if types else Exception
    if issubclass(kind, NotImplementedError):
        return failed_as(kind)("missing", f"{name} is not written yet", function=name)
    if issubclass(kind, MemoryError):
        message = f"{name} used more than {limits.memory_mib / 1024:g} GiB of memory"
        return CallFailed("memory", message, detail, name)
    shown = "an exception" if kind is Exception else kind.__name__
    message = f"{name} raised {shown}"
    told = reply.get("kind")
    told = told if isinstance(told, str) and told in KINDS else ""
    at = place(reply, cells)
    where = Raised(*at, told, kind.__name__) if at else None
    discreet = f"{name} raised an exception{f' {where}' if where else ''}{KINDS.get(told, '')}"
    detail = f"{detail} ({where})" if where else detail
    return failed_as(kind)("exception", message, detail, name, discreet, where)


def place(reply: dict[str, Any], cells: list[tuple]) -> tuple[int, str] | None:
    """The line and cell where an exception was raised, if there is such a line in the submission.

    Several cells may be defined under one name: the first of them is meant.
    """
    line, cell = reply.get("line"), reply.get("cell")
    if type(line) is not int or not isinstance(cell, str):
        return None
    own = [source for name, source, *_ in cells if cell in (name, WHOLE)]
    length = own[0].count("\n") + 1 if own else 0
    return (line, cell) if 0 < line <= length else None


@cache
def failed_as(kind: type[Exception]) -> type[CallFailed]:
    """CallFailed that is a `kind`, too, for tests that expect one."""
    return CallFailed if kind is Exception else type("Raised", (CallFailed, kind), {})


def texts(value: Any) -> bool:
    """Whether it is a list of strings."""
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def text(value: Any) -> str:
    """What a submission says, cut short. A list or an array is no text, and may be long to tell."""
    return value[:TEXT_LIMIT] if isinstance(value, str) else ""


def too_much(limits: Limits) -> str:
    """Why a value is refused when all that was returned before is a lot."""
    return f"more than {limits.all_returned_mib} MiB of arrays in all calls together"


def refused(name: str, why: Any, limits: Limits) -> CallFailed:
    """A value that may not travel, as CallFailed."""
    # The reason is the worker's claim: only the texts that we know may pass for ours.
    too_large = (f"more than {limits.returned_mib} MiB of arrays", too_much(limits))
    told = f": {why}" if why in too_large else ""
    message = f"{name} returned a value that cannot be graded{told}"
    return CallFailed("wrong_type", message, "" if told else text(why), name)
