"""Which inputs a function is wrong at, in words: one activation, one mode, one kind of labels.

What tells them from the others has to be an argument's name for a branch, whether it is there, its
number of axes, its type, or its size: never a value that was drawn.
"""

from collections.abc import Callable, Iterable
from itertools import chain, combinations
from typing import Any

import numpy as np

LARGE = 300.0  # drawn numbers stay below, but where a test asks for large ones
MOST_WORDS = 2  # of several conditions that have to meet

Words = str | None
Named = dict[str, Any]


def size(name: str, value: Any) -> Words:
    """Numbers whose exp is beyond what a float holds, or nearly; no variance, however large."""
    is_float = isinstance(value, (np.ndarray, float)) and np.asarray(value).dtype.kind == "f"
    is_signed = is_float and np.min(value, initial=0.0) < 0
    is_large = is_signed and np.max(np.abs(value)) > LARGE
    return f"where {name} holds very large numbers" if is_large else None


def kind(name: str, value: Any) -> Words:
    """Integers, where others are floats."""
    is_integer = isinstance(value, np.ndarray) and value.dtype.kind in "iu" and value.ndim > 0
    return f"where {name} holds integers" if is_integer else None


def choice(name: str, value: Any) -> Words:
    """The name of a branch, or a mode."""
    return f"with {name} = {value!r}" if isinstance(value, (str, bool)) else None


def presence(name: str, value: Any) -> Words:
    """Whether an argument that may be left out is there."""
    return f"where {name} is {'None' if value is None else 'given'}"


def axes(name: str, value: Any) -> Words:
    """The number of axes of an array."""
    if not isinstance(value, (np.ndarray, np.generic)):
        return None
    told = {0: "is one number", 1: "has one axis", 2: "has two axes"}
    return f"where {name} {told.get(np.ndim(value), 'has more than two axes')}"


def single(name: str, value: Any) -> Words:
    """A batch of one."""
    is_one = isinstance(value, np.ndarray) and value.ndim > 1 and len(value) == 1
    return f"where {name} has one row" if is_one else None


KINDS: tuple[Callable[[str, Any], Words], ...] = (choice, size, kind, presence, single, axes)


def conditions(one: Named) -> list[str]:
    """All that is true of an input, the most telling first."""
    told = (of_kind(name, value) for of_kind in KINDS for name, value in one.items())
    return list(filter(None, told))


def branch_of(wrong: list[Named], right: list[Named]) -> Words:
    """Words that are true of every wrong input and of no right one; None if there are none."""
    if not right:
        return None
    elsewhere = [set(conditions(one)) for one in right]
    told = [set(conditions(one)) for one in wrong]
    common = [c for c in conditions(wrong[0]) if all(c in one for one in told)]
    common = [c for c in common if not all(c in one for one in elsewhere)]
    # A size beside another condition is one that was drawn.
    sizes = {size(name, value) for name, value in wrong[0].items()}
    ordinary = [c for c in common if c not in sizes]
    several = (combinations(ordinary, n) for n in range(2, MOST_WORDS + 1))
    found: Iterable[tuple[str, ...]] = chain(combinations(common, 1), *several)
    for words in found:
        if not any(one.issuperset(words) for one in elsewhere):
            said = " and ".join(words)
            return said[0].upper() + said[1:]
    return None


def modes_right(wrong: list[Named], right: list[Named]) -> list[str]:
    """Branches and modes, by name, at which everything is right."""
    fine, failed = (
        {c for one in cases for name, value in one.items() if (c := choice(name, value))}
        for cases in (right, wrong)
    )
    return sorted(fine - failed)
