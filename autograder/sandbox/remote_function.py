"""A function of a submission as the tests see it."""

from typing import Any

from autograder.sandbox.observation import Observation
from autograder.sandbox.session import Session


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
