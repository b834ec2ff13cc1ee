"""What a function is given in a trial, made anew each time, and which part of its result is taken.

Worker side, NumPy and the standard library only.
"""

import copy
from contextlib import suppress
from typing import Any

import numpy as np

PLAIN = (bool, int, float, str)


def fresh(value: Any) -> Any:
    """A copy; what arguments are made of, as a rule, is copied ten times as fast as by deepcopy."""
    kind = type(value)
    if kind is np.ndarray:
        return value.copy()
    if kind is list or kind is tuple:
        return kind(map(fresh, value))
    if kind is dict:
        return {key: fresh(entry) for key, entry in value.items()}
    return value if value is None or kind in PLAIN else copy.deepcopy(value)


def is_own(value: Any) -> bool:
    """Whether it is an object of one of the submission's classes."""
    return type(value).__module__ == "submission"


def renew(args: list, namespace: dict[str, Any]) -> None:
    """Have the methods of objects as their classes are now."""
    for one in filter(is_own, args):
        with suppress(TypeError):  # what holds its entries otherwise stays what it was
            one.__class__ = namespace[type(one).__name__]


def part_of(value: Any, key: str | int | None) -> Any:
    """One quantity of a result, by name or by position, or all of it. Raises what is no result."""
    return value if key is None else value[key]
