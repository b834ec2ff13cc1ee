"""All loads of one submission: each child runs its cells, but for what ended or held one before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox.failure import LoadProblem
from autograder.sandbox.left_out import LeftOut, Place
from autograder.sandbox.loading import Loading
from autograder.sandbox.processes.deadline import Deadline
from autograder.sandbox.processes.pool import Child, ChildDied, DeadlineExceeded, Limits, Zygote

MAX_LOADS = 24  # that give no child: each leaves out one statement, or all that was cut off
WORKER_LOADS = 6  # what one counts that costs the worker, too: it hung, or a signal ended it
PLOTS = "matplotlib"  # slow to import: once for all, if one names it
MAX_LOAD_TIMES = 6  # the time of all loads, in times of what one may take


@dataclass
class Loads:
    """Makes children that have loaded the submission, while it keeps to what loads may take.

    `stubs` are functions that are not written yet, as the submission says; `lent` are functions of
    the trusted side that take the places of its own.
    """

    zygote: Zygote
    kind: str
    cells: list[tuple[str, str, bool]]
    functions: list[str]
    limits: Limits
    problems: list[LoadProblem] = field(default_factory=list)
    defined: list[str] = field(default_factory=list)
    stubs: list[str] = field(default_factory=list)
    lent: dict[str, Callable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._left_out = LeftOut(self.kind, self.cells)
        self._draws = any(PLOTS in source for _, source, _ in self.cells)
        self._left = MAX_LOADS
        self._seconds_left = MAX_LOAD_TIMES * self.limits.load_seconds

    @property
    def seconds_used(self) -> float:
        """What all loads have used, of the submission's own time."""
        return MAX_LOAD_TIMES * self.limits.load_seconds - self._seconds_left

    def child(self) -> Child | None:
        """A fresh child that has run the cells, or None if that is not possible any more."""
        child = None
        while child is None and self._left > 0 and self._seconds_left > 0:
            child = self._load()
        return child

    def _load(self) -> Child | None:
        loading = Loading()
        self.zygote.use_plots(self._draws)
        self.zygote.wait_ready()
        deadline = Deadline(self.limits.load_seconds)
        child: Child | None = None
        try:
            child = self.zygote.fork(self.limits.child, self.limits.wire)
            child.send(self._request(), deadline, list(self.lent.values()).index)
            loading.listen(child, deadline, self.functions)
        except (DeadlineExceeded, ChildDied) as error:
            child = None
            self._note_cuts(loading)
            self._lose(loading.at, loading.line, error)
        else:
            self._note_cuts(loading)
            self.defined, self.stubs = loading.defined, loading.stubs
            self.problems = self._left_out.problems(loading.missing) + loading.problems
        self._seconds_left -= deadline.used
        return child and self._kept(child, again=bool(loading.cuts))

    def _request(self) -> dict[str, Any]:
        return {
            "op": "load",
            "kind": self.kind,
            "cells": self.cells,
            "skip": self._left_out.places,
            "functions": self.functions,
            "lent": self.lent,
            "seconds": self.limits.load_seconds,
            "returned_bytes": self.limits.wire.body_bytes,
        }

    def _note_cuts(self, loading: Loading) -> None:
        for at, (line, seconds) in loading.cuts.items():
            why = f"was cut off after {seconds:.1g} s because it runs long, as training does"
            self._left_out.add(at, line, why)

    def _lose(self, at: Place | None, line: int, error: DeadlineExceeded | ChildDied) -> None:
        """Note the statement that ended a child, and leave it out from now on."""
        hung = isinstance(error, DeadlineExceeded) or error.exit.out_of_time
        why = f"did not finish within {self.limits.load_seconds:g} s" if hung else str(error)
        self._left -= WORKER_LOADS if hung or not error.exit.by_itself else 1
        if at is None or at in self._left_out:
            self._left = 0
        self._left_out.add(at, line, why)
        self.problems = self._left_out.problems()

    def _kept(self, child: Child, *, again: bool) -> Child | None:
        """The child, unless one is to load `again` without what was cut off in this one: so that
        no answer depends on how far that came, and all children of a submission are the same.
        """
        self._left -= again
        if again and self._left > 0:
            child.kill()
            return None
        return child
