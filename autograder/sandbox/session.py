"""One submission's conversation: load it, call its functions, survive whatever it does.

A child that dies or hangs costs the call in hand; the next call gets a fresh child. What one
child did at load and never finished is left out by the next.
"""

import builtins
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.sandbox.loader import WHOLE
from autograder.sandbox.pool import Child, ChildDied, DeadlineExceeded, Limits, Zygote

MAX_LOADS = 4  # each may lose one statement that hangs or kills
MAX_HANGS = 2  # a function that hung this often is not called again
MAX_ALL_HANGS = 8  # nor is any, once this many calls hung: a submission may not take the night
MAX_CALLBACKS = 10_000  # in one call: their time is ours, so their number is bounded
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


class CallFailed(Exception):
    """A call gave no value. `reason` is the contract's word, `detail` the submission's own text."""

    def __init__(self, reason: str, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.reason, self.message, self.detail = reason, message, detail


@dataclass(frozen=True)
class LoadProblem:
    """Something at the top level of the submission that did not work."""

    cell: str
    line: int
    message: str

    def __str__(self) -> str:
        cell = "" if self.cell == WHOLE else f"{self.cell}, "
        return f"{cell}line {self.line}: {self.message}"


@dataclass(frozen=True)
class Observation:
    """What a call returned, its arguments afterwards, and whether NumPy's global RNG moved."""

    value: Any
    args: list[Any]
    global_random_changed: bool


@dataclass
class Session:
    """A submission behind the wall. `functions` are the names the assignment may call."""

    zygote: Zygote
    kind: str
    cells: list[tuple[str, str, bool]]
    functions: list[str]
    limits: Limits
    problems: list[LoadProblem] = field(default_factory=list)
    defined: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._child: Child | None = None
        self._skip: list[tuple[int, int]] = []
        self._lost: list[LoadProblem] = []
        self._loads_left = MAX_LOADS
        self._hangs: Counter[str] = Counter()
        self._replaced: dict[str, Callable] = {}
        self._next_id = 1
        self.deadline = 0.0
        self.load()

    def load(self) -> None:
        """Start a child and run the submission's cells in it, without what killed one before."""
        while self._child is None and self._loads_left:
            at, line = None, 0
            self.zygote.wait_ready()
            deadline = time.monotonic() + self.limits.load_seconds
            try:
                child = self.zygote.fork(self.limits.child, self.limits.wire)
                request = {"op": "load", "kind": self.kind, "cells": self.cells}
                request |= {"skip": self._skip, "functions": self.functions}
                request["returned_bytes"] = self.limits.wire.body_bytes
                child.send(request, deadline)
                while (message := child.receive(deadline))["op"] == "running":
                    at, line = _position(message, child)
                self._loaded(message, child)
                self._child = child
            except (DeadlineExceeded, ChildDied) as error:
                self._loads_left -= 1
                self._lose(at, line, error)
        for name, function in self._replaced.items():
            self._replace(name, function)

    def _loaded(self, message: dict[str, Any], child: Child) -> None:
        try:
            problems = [
                LoadProblem(str(cell)[:TEXT_LIMIT], int(line), str(text)[:TEXT_LIMIT])
                for cell, line, text in list(message["problems"])[:100]
            ]
            defined = [name for name in self.functions if name in message["defined"]]
        except (KeyError, TypeError, ValueError, OverflowError):
            child.protocol_error("a report of the load that is none")
        self.problems, self.defined = self._lost + problems, defined

    def _lose(self, at: tuple[int, int] | None, line: int, error: Exception) -> None:
        """Note the statement that ended a child at load, and leave it out from now on."""
        seconds = self.limits.load_seconds
        hung = isinstance(error, DeadlineExceeded) or error.exit.out_of_time
        what = f"did not finish within {seconds:g} s" if hung else str(error)
        is_cell = self.kind == "ipynb" and at and at[0] < len(self.cells)
        problem = LoadProblem(self.cells[at[0]][0] if is_cell else WHOLE, line, what)
        self._lost.append(problem)
        self.problems = list(self._lost)
        if at is None or at in self._skip:
            self._loads_left = 0
        else:
            self._skip.append(at)

    def call(self, name: str, args: tuple, *, observe: bool = False) -> Any:
        """The value `name(*args)` has in the submission, or an Observation of it.

        Raises CallFailed, also as the built-in exception that the function raised.
        """
        (outcome,) = self.call_many(name, [(args, observe)])
        if isinstance(outcome, CallFailed):
            raise outcome
        return outcome

    def call_many(self, name: str, calls: list[tuple[tuple, bool]]) -> list[Any]:
        """Outcomes of `name(*args)` for each (args, observed): a value, an Observation where one
        was asked for, or a CallFailed.

        All are asked at once and answered one by one. The list ends early, with a CallFailed,
        where the child ends.
        """
        unavailable = self._unavailable(name)
        if unavailable:
            return [unavailable]
        outcomes: list[Any] = []
        try:
            first, callbacks = self._ask(name, calls)
            for number, (args, observe) in enumerate(calls, start=first):
                reply = self._reply(number, callbacks)
                outcomes.append(self._outcome(name, args, reply, observe=observe))
        except DeadlineExceeded:
            self._child = None
            self._hangs[name] += 1
            seconds = self.limits.test_seconds
            outcomes.append(CallFailed("timeout", f"{name} did not finish within {seconds:g} s"))
        except ChildDied as death:
            self._child = None
            outcomes.append(self._death(name, death))
        return outcomes

    def _unavailable(self, name: str) -> CallFailed | None:
        """Why `name` cannot be called at all; starts a child where there is none."""
        if self._hangs[name] >= MAX_HANGS or self._hangs.total() >= MAX_ALL_HANGS:
            return CallFailed("timeout", f"{name} is not called: too many calls did not finish")
        if self._child is None:
            begun = time.monotonic()
            self.load()
            self.deadline += time.monotonic() - begun  # a test pays for its own call only
        if self._child is None:
            return CallFailed("crash", "the submission cannot be loaded")
        return None if name in self.defined else CallFailed("missing", f"{name} is not defined")

    def _ask(self, name: str, calls: list[tuple[tuple, bool]]) -> tuple[int, list[Callable]]:
        first, callbacks = self._next_id, list(self._replaced.values())
        self._next_id += len(calls)
        request = {"op": "call", "id": first, "function": name, "calls": calls}
        self._send(request, callbacks)
        return first, callbacks

    def _reply(self, number: int, callbacks: list[Callable]) -> dict[str, Any]:
        """The answer to call `number`, after those to the callbacks it makes."""
        asked = 0
        while (reply := self._child.receive(self.deadline))["op"] == "callback":
            asked += 1
            if asked > MAX_CALLBACKS:
                self._child.protocol_error("too many questions")
            start = time.monotonic()
            answer = _call_back(reply, callbacks)
            self.deadline += time.monotonic() - start  # our own time is not the student's
            self._send(answer, callbacks)
        if reply.get("id") != number:
            self._child.protocol_error("an answer to another question")
        if reply["op"] not in ("returned", "raised", "refused"):
            self._child.protocol_error("an answer that is none")
        return reply

    def _send(self, message: dict[str, Any], callbacks: list[Callable]) -> None:
        def on_callable(function: Callable) -> int:
            callbacks.append(function)
            return len(callbacks) - 1

        self._child.send(message, self.deadline, on_callable)

    def _outcome(self, name: str, args: tuple, reply: dict[str, Any], *, observe: bool) -> Any:
        if reply["op"] == "raised":
            return _raised(name, reply, self.limits)
        if reply["op"] == "refused":
            return self._refused(name, str(reply.get("why")))
        _advance(args, reply.get("generators"))
        value = reply.get("value")
        if not observe:
            return value
        after = reply.get("args")
        after = after if isinstance(after, list) and len(after) == len(args) else [None] * len(args)
        return Observation(value, after, reply.get("global_random") is True)

    def _refused(self, name: str, why: str) -> CallFailed:
        # The reason is the worker's claim: only the one text that we know may pass for ours.
        too_large = f"more than {self.limits.returned_mib} MiB of arrays"
        told = f": {too_large}" if why == too_large else ""
        message = f"{name} returned a value that cannot be graded{told}"
        return CallFailed("wrong_type", message, "" if told else why[:TEXT_LIMIT])

    def _death(self, name: str, death: ChildDied) -> CallFailed:
        if death.exit.out_of_time:
            self._hangs[name] += 1
            return CallFailed("timeout", f"{name} used all of its processor time")
        return CallFailed("crash", f"{name} {death.exit}")

    @property
    def replaced(self) -> frozenset[str]:
        """The functions that the submission's own code gets from the trusted side."""
        return frozenset(self._replaced)

    def replace(self, name: str, function: Callable) -> None:
        """Have the submission's own code use the trusted side's `function` as `name`."""
        self._replaced[name] = function
        if self._child is not None:
            self._replace(name, function)

    def _replace(self, name: str, function: Callable) -> None:
        if self._child is None:
            return
        number = list(self._replaced).index(name)
        try:
            message = {"op": "replace", "name": name, "with": function}
            self._child.send(message, time.monotonic() + 1.0, lambda _: number)
        except (DeadlineExceeded, ChildDied):
            self._child = None

    def close(self) -> None:
        """End the child, if one is alive."""
        if self._child is not None:
            self._child.kill()
            self._child = None


class RemoteFunction:
    """A function of the submission, callable like any other; the submission runs elsewhere."""

    def __init__(self, session: Session, name: str) -> None:
        self._session, self.__name__ = session, name

    def __call__(self, *args: Any) -> Any:
        return self._session.call(self.__name__, args)

    def observe(self, *args: Any) -> Observation:
        """Call, and see what the call did to its arguments and to NumPy's global generator."""
        return self._session.call(self.__name__, args, observe=True)

    def many(self, calls: list[tuple[tuple, bool]]) -> list[Any]:
        """Outcomes of many calls (args, observed); ends early where the worker dies."""
        return self._session.call_many(self.__name__, calls)


def _position(message: dict[str, Any], child: Child) -> tuple[tuple[int, int], int]:
    at, line = message.get("at"), message.get("line")
    numbers = [*at, line] if isinstance(at, tuple) else []
    if len(numbers) != 3 or any(type(n) is not int or not 0 <= n < 1 << 31 for n in numbers):
        child.protocol_error("a position that is none")
    return at, line


def _call_back(request: dict[str, Any], callbacks: list[Callable]) -> dict[str, Any]:
    """Answer a call from the worker; its arguments are hostile until they are seen to be small."""
    number, args, kwargs = (request.get(key) for key in ("callback", "args", "kwargs"))
    if type(number) is not int or not 0 <= number < len(callbacks) or not isinstance(args, tuple):
        return {"op": "answer", "error": "no such function"}
    if not isinstance(kwargs, dict) or not _small([*args, *kwargs.values()]):
        return {"op": "answer", "error": "arguments too large"}
    try:
        return {"op": "answer", "value": callbacks[number](*args, **kwargs)}
    except Exception as error:  # noqa: BLE001 - whatever strange arguments lead to is their affair
        return {"op": "answer", "error": f"{type(error).__name__} in the function given"}


def _small(value: Any) -> bool:
    """Whether work with this value stays small: the trusted side computes on it, unprotected."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.size <= 4096
    if isinstance(value, (list, tuple)):
        return len(value) <= 4096 and all(map(_small, value))
    if isinstance(value, dict):
        return all(map(_small, value.values()))
    if isinstance(value, (int, float, complex)):
        return not abs(value) > 1e6
    return value is None or (isinstance(value, str) and len(value) <= 100)


def _advance(args: tuple, generators: Any) -> None:
    """Bring the generators among `args` to the state in which the submission left them."""
    ours = [arg for arg in args if isinstance(arg, np.random.Generator)]
    if isinstance(generators, list) and len(generators) == len(ours):
        for mine, theirs in zip(ours, generators, strict=True):
            if isinstance(theirs, np.random.Generator):
                mine.bit_generator.state = theirs.bit_generator.state


def _raised(name: str, reply: dict[str, Any], limits: Limits) -> CallFailed:
    """The exception of a submission as CallFailed and as the standard exception it was."""
    given = reply.get("types")
    types = [STANDARD_ERRORS[t] for t in given if t in STANDARD_ERRORS] if _texts(given) else []
    detail = str(reply.get("message", ""))[:TEXT_LIMIT]
    kind = types[0] if types else Exception
    line = reply.get("line")
    place = f" (line {line})" if type(line) is int and 0 < line < 1 << 20 else ""
    if issubclass(kind, NotImplementedError):
        return type("NotWritten", (CallFailed, kind), {})("missing", f"{name} is not written yet")
    if issubclass(kind, MemoryError):
        message = f"{name} used more than {limits.memory_mib / 1024:g} GiB of memory"
        return CallFailed("memory", message, detail)
    bases = (CallFailed,) if kind is Exception else (CallFailed, kind)
    shown = "an exception" if kind is Exception else kind.__name__
    message = f"{name} raised {shown}"
    return type("Raised", bases, {})("exception", message, detail + place)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)
