"""Calls of a student's function, wherever it is: in the worker, or in this very process."""

import copy
from collections.abc import Callable
from typing import Any

from autograder.sandbox.failure import CallFailed, again
from autograder.sandbox.observation import Observation
from autograder.sandbox.worker import globalrandom


def call(name: str, function: Callable | None, *args: Any) -> Any:
    """Call a student's function with arguments of its own. Raises CallFailed if it is missing."""
    (outcome,) = call_many(name, function, [(args, False)])
    if isinstance(outcome, Exception):
        raise again(outcome)
    return outcome


def call_many(name: str, function: Callable | None, calls: list[tuple[tuple, bool]]) -> list[Any]:
    """Outcomes of (args, observed) one by one; the list ends early where a worker dies.

    An outcome is a value, an Observation where one was asked for, or an exception.
    """
    if function is None:
        return [CallFailed("missing", f"{name} is not defined", function=name)]
    if hasattr(function, "many"):
        return function.many(calls)
    return [_call_here(function, args, observed=observed) for args, observed in calls]


def _call_here(function: Callable, args: tuple, *, observed: bool) -> Any:
    """The outcome of a call in this very process: in a notebook, or under stock Otter."""
    own, before = copy.deepcopy(args), globalrandom.settle() if observed else b""
    try:
        value = function(*own)
    except Exception as error:  # noqa: BLE001 - the student's own
        return error
    return Observation(value, list(own), globalrandom.state() != before) if observed else value


def observe(name: str, function: Callable | None, *args: Any) -> Observation:
    """Call, and see what became of the arguments and of NumPy's global generator."""
    (outcome,) = call_many(name, function, [(args, True)])
    if isinstance(outcome, Exception):
        raise again(outcome)
    return outcome
