"""The right helpers behind a wall of their own: what a submission asks them is its own choice.

A submission that calls a helper which was replaced for it chooses the sizes. In a worker such a
call has limits, and of all calls each helper has a budget.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from autograder.course.assignment import Assignment
from autograder.course.authoring_errors import parse
from autograder.sandbox.failure import CallFailed
from autograder.sandbox.processes.pool import Zygote
from autograder.sandbox.session import Session
from autograder.sandbox.walls.limits import Limits, Tier
from autograder.testing.known_answers import signature_of


class StandIns:
    """The model answer in a worker, which starts when it is first asked."""

    def __init__(self, assignment: Assignment, limits: Limits, tier: Tier) -> None:
        self._assignment, self._limits, self._tier = assignment, limits, tier
        self._zygote: Zygote | None = None
        self._begin()

    def _begin(self) -> None:
        self._session: Session | None = None
        self._used: dict[str, float] = defaultdict(float)

    def function(self, name: str) -> Callable:
        """The right function of this name. It raises CallFailed, also for want of time."""
        nodes = parse(self._assignment.solution).body
        signature = signature_of(next(node for node in nodes if getattr(node, "name", "") == name))

        def stand_in(*args: Any, **kwargs: Any) -> Any:
            given = signature.bind(*args, **kwargs)
            given.apply_defaults()
            left = self._limits.test_seconds - self._used[name]
            if left <= 0:
                raise CallFailed("timeout", f"{name} was asked for too much", function=name)
            session = self._model()
            session.allow(left)
            try:
                return session.call(name, given.args)
            finally:
                self._used[name] += session.seconds_used

        return stand_in

    def _model(self) -> Session:
        if self._session is None:
            self._zygote = self._zygote or Zygote(self._tier)
            cells = [("", self._assignment.solution.read_text(encoding="utf-8"), False)]
            functions = self._assignment.functions
            self._session = Session(self._zygote, "py", cells, functions, self._limits)
        return self._session

    def end(self) -> None:
        """Be done with one submission; the next one gets budgets of its own."""
        if self._session is not None:
            self._session.close()
        self._begin()

    def close(self) -> None:
        self.end()
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None
