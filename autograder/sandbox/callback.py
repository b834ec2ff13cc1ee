"""Answers a submission that calls a function it was given; what it asks with is hostile."""

import heapq
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.sandbox.walls.limits import SandboxError

MAX_ENTRIES = 8192  # of an array
MAX_WORK = 4_000_000  # entries of all arrays, times every integer: any may be a number of rounds
MAX_ROUNDS = 2_000  # the integers alone, times each other: one may be both sides of a matrix


def answer(request: dict[str, Any], callbacks: list[Callable]) -> dict[str, Any]:
    """Answer a call from the worker; its arguments are hostile until they are seen to be small.

    Generators among them travel back, in the state that the function left them in.
    """
    number, args, kwargs = (request.get(key) for key in ("callback", "args", "kwargs"))
    if type(number) is not int or not 0 <= number < len(callbacks) or not isinstance(args, tuple):
        return {"op": "answer", "error": "no such function"}
    if not isinstance(kwargs, dict) or not small(given := [*args, *kwargs.values()]):
        return {"op": "answer", "error": "arguments too large"}
    try:
        value = callbacks[number](*args, **kwargs)
    except SandboxError:  # ours
        raise
    except Exception as error:  # noqa: BLE001 - whatever strange arguments lead to is their affair
        return {"op": "answer", "error": f"{type(error).__name__} in the function given"}
    generators = [one for one in given if isinstance(one, np.random.Generator)]
    return {"op": "answer", "value": value, "generators": generators}


def small(given: list) -> bool:
    """Whether work with these values stays small: it is done here, where nothing confines it."""
    sizes, rounds = [1, 1], 1
    for leaf in leaves(given):
        if isinstance(leaf, (np.ndarray, np.generic)) and leaf.size <= MAX_ENTRIES:
            sizes.append(leaf.size)
            is_integer = leaf.size == 1 and leaf.dtype.kind in "iu"
            rounds *= max(1, abs(int(leaf.item()))) if is_integer else 1
        elif type(leaf) is int:
            rounds *= max(1, abs(leaf))
        elif not is_harmless(leaf):
            return False
        if rounds > MAX_ROUNDS:  # else it would be a number of a million digits soon
            return False
    broadcast = math.prod(heapq.nlargest(2, sizes))  # a column against a row
    return max(sum(sizes) * rounds, broadcast) <= MAX_WORK


def leaves(value: Any) -> Iterator[Any]:
    """The values in lists, tuples and dicts."""
    if isinstance(value, (list, tuple, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    else:
        yield value


def is_harmless(leaf: Any) -> bool:
    """Whether a value that is neither array nor integer is of a kind that a function may get."""
    if isinstance(leaf, (bool, float, complex)):
        return not abs(leaf) > 1e6
    is_name = isinstance(leaf, str) and len(leaf) <= 100
    return leaf is None or is_name or isinstance(leaf, np.random.Generator)
