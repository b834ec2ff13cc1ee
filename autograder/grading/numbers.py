"""The numbers in results: what tells a way that was gone from a constant."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

import numpy as np

from autograder.diagnosis.evidence import is_number, matches
from autograder.sandbox.callback import leaves
from autograder.sandbox.worker.wire import Unsupported
from autograder.testing.comparison import is_real, same

FEW = 20  # numbers of an array
MOST_INT = 1 << 53  # that a float holds


def followed(right: Any, by_own: Any, by_zeros: Any, got: Any, args: tuple = ()) -> Iterator[float]:
    """Numbers of the entries of a result that are not right, but follow from the helpers, and
    would not from zeros; nor are they arguments as they came.
    """
    if isinstance(by_own, dict) and isinstance(got, dict):
        expected, without = (one if isinstance(one, dict) else {} for one in (right, by_zeros))
        for key in by_own.keys() & got.keys():
            three = expected.get(key), by_own[key], without.get(key)
            yield from followed(*three, got[key], args)
    elif isinstance(by_own, (tuple, list)) and isinstance(got, (tuple, list)):
        known = [one if isinstance(one, (tuple, list)) else [] for one in (right, by_zeros)]
        for one, without, own, mine in zip_longest(*known, by_own, got):
            yield from followed(one, own, without, mine, args)
    elif not (same(right, got) or matches(by_zeros, got) or is_among(args, got)):
        yield from numbers_in(by_own) if matches(by_own, got) else ()


def zeros_like(value: Any) -> Any:
    """A result of the same form in which every number is 0."""
    if isinstance(value, dict):
        return {key: zeros_like(entry) for key, entry in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(map(zeros_like, value))
    return value * 0 if is_number(value) else value


def numbers_in(value: Any) -> Iterator[float]:
    """A few numbers of a result, finite and not 0, as far as two of them can be told apart."""
    arrays = [leaf for leaf in leaves([value]) if isinstance(leaf, (float, np.ndarray, np.generic))]
    for array in arrays:
        if is_real(array):
            few = np.ravel(array)[:FEW].astype(float)
            yield from (float(f"{number:.5e}") for number in few if np.isfinite(number) and number)


def is_one_number(results: Iterable[Any]) -> bool:
    """Whether each entry of these results is one and the same number in all of them."""
    found: dict[tuple, set[float]] = defaultdict(set)
    for result in results:
        for entry, value in entries(result):
            if is_plain(value):
                found[entry].add(float(value))
            elif np.size(value):
                found[entry] |= {float(np.min(value)), float(np.max(value))}
            if len(found[entry]) > 1:
                return False
    return bool(found)


def is_idle(value: Any, args: tuple) -> bool:
    """Whether a call did nothing: each entry of its result is 0, or an argument as it came.

    Of what is no plain number nothing can be said.
    """
    strange = (leaf for leaf in leaves([value]) if not is_plain(leaf))
    if any(isinstance(leaf, Unsupported) or np.iscomplexobj(leaf) for leaf in strange):
        return False
    return not any(_is_any(entry) and not is_among(args, entry) for _, entry in entries(value))


def _is_any(entry: Any) -> bool:
    """Whether a number, or one in an array, is not 0."""
    return bool(entry) if is_plain(entry) else bool(np.any(entry))


def is_plain(value: Any) -> bool:
    """Whether it is one of Python's numbers, of which a list may have hundreds of thousands: with
    NumPy each takes ten times as long.
    """
    kind = type(value)
    return kind is float or kind is bool or (kind is int and -MOST_INT < value < MOST_INT)


def is_among(args: tuple, value: Any) -> bool:
    """Whether an array or a number is an argument as it came, or in one."""
    given = [leaf for leaf in leaves(args) if is_number(leaf)]
    return any(np.shape(one) == np.shape(value) and same(one, value) for one in given)


def entries(value: Any, place: tuple = ()) -> Iterator[tuple[tuple, Any]]:
    """The arrays and numbers of a result, each with its place in it."""
    if isinstance(value, (dict, tuple, list)):
        for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
            yield from entries(entry, (*place, key))
    elif is_plain(value) or is_number(value):
        yield place, value
