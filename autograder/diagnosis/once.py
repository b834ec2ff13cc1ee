"""Answers that every submission is compared with, each computed once."""

from collections.abc import Callable
from typing import Any

from autograder.sandbox.failure import again


class Once:
    """Remembers what was answered, or raised; all of it is forgotten when it gets too much.

    Hidden inputs are the same objects for every submission, so ids are keys; the objects are kept
    with the answer, for their ids to stay theirs.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[tuple, tuple[tuple, Any]] = {}

    def __call__(self, of: tuple, name: str, ask: Callable[[], Any]) -> Any:
        """What `ask()` returns, which depends on the objects `of` and the name of the question.

        Raises what it raised, each time.
        """
        known = (*map(id, of), name)
        if known not in self._known:
            if len(self._known) >= self._most:
                self._known.clear()
            try:
                outcome = ask()
            except Exception as error:  # noqa: BLE001 - raised below, each time
                outcome = RuntimeError(str(error))  # that itself would keep what it came after
            self._known[known] = of, outcome
        _, outcome = self._known[known]
        if isinstance(outcome, Exception):
            raise again(outcome)
        return outcome
