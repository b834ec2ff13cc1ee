"""Several results, each in the place that is meant."""

from collections.abc import Callable, Sequence
from itertools import combinations, permutations
from typing import Any

import numpy as np

from autograder.testing.comparison import NOTHING, is_real
from autograder.testing.form.slips import has_form, is_right

MOST_IN_ANY_ORDER = 5  # results; all their orders are tried
EXACT = 1e-6
Read = Callable[[Any, Any], Any]  # a result in the form of the one that is asked for


def in_order(expected: Sequence, entries: list, read: Read, *, random: bool) -> tuple[list, bool]:
    """The entries in the order that is meant, and whether they were moved for it.

    Another order than their own is meant only if nothing speaks against it: every value is right
    in it, or it is the shapes that say so. Values of a random function are of the right kind.
    """
    if not 1 < len(entries) <= MOST_IN_ANY_ORDER or len(entries) != len(expected):
        return entries, False
    fits, agrees = _tables(expected, entries, read, random=random)
    seats = range(len(entries))

    def merit(order: tuple[int, ...]) -> tuple[int, int]:
        return sum(fits[k][order[k]] for k in seats), sum(agrees[k][order[k]] for k in seats)

    own = tuple(seats)
    best = max(permutations(seats), key=merit)  # of equals the first, which is their own
    all_right = merit(best)[1] == len(entries)
    all_fit = merit(best)[0] == len(entries) > merit(own)[0]
    is_moved = merit(best) > merit(own) and (all_right or all_fit)
    return ([entries[k] for k in best], True) if is_moved else (entries, False)


def with_gaps(expected: Sequence, entries: list, read: Read, *, random: bool) -> list | None:
    """Fewer entries than are asked for, in their order: each where it fits, and is right if that
    is possible. None where they fit nowhere.
    """
    if not 0 < len(entries) < len(expected) <= MOST_IN_ANY_ORDER:
        return None
    fits, agrees = _tables(expected, entries, read, random=random)
    seats = range(len(entries))
    fitting = [
        places
        for places in combinations(range(len(expected)), len(entries))
        if all(fits[places[k]][k] for k in seats)
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda places: sum(agrees[places[k]][k] for k in seats))
    found = dict(zip(best, entries, strict=True))
    gaps = (None if right is None else NOTHING for right in expected)
    return [found.get(k, gap) for k, gap in enumerate(gaps)]


def _tables(
    expected: Sequence, entries: list, read: Read, *, random: bool
) -> tuple[list[list[bool]], list[list[bool]]]:
    """For each result asked for, which entries have its form, and which are right there."""
    readings = [[(right, read(right, entry)) for entry in entries] for right in expected]
    agree = is_alike if random else is_right
    fits = [[has_form(*pair) for pair in row] for row in readings]
    return fits, [[agree(*pair) for pair in row] for row in readings]


def is_alike(expected: Any, got: Any) -> bool:
    """Whether two draws have the same form, and the kind of their numbers is the same."""
    return has_form(expected, got) and kind(expected) == kind(got)


def kind(drawn: Any) -> str:
    """What tells one result of a random function from another: only zeros and ones, as in a mask;
    rows that add up to 1, as means of probabilities do.
    """
    if not isinstance(drawn, np.ndarray) or not drawn.ndim or not is_real(drawn):
        return "other"
    if (np.minimum(np.abs(drawn), np.abs(drawn - 1.0)) < EXACT).all():
        return "mask"
    adds_up = (np.abs(np.sum(drawn, axis=-1, dtype=float) - 1) < EXACT).all()
    return "shares" if adds_up else "numbers"


def by_value(expected: Sequence, entries: list, read: Read, *, random: bool) -> list:
    """As in_order, of more results than all orders could be tried of: each where it is right.

    Those that are right nowhere keep their order in the places that are left.
    """
    if random:
        return entries
    left, found = dict(enumerate(entries)), {}
    for is_own in (True, False):  # its own place first
        for k, right in enumerate(expected):
            seats = [i for i in left if k not in found and (i == k or not is_own)]
            seat = next((i for i in seats if is_right(right, read(right, left[i]))), None)
            if seat is not None:
                found[k] = left.pop(seat)
    rest = iter(left.values())
    return [found[k] if k in found else next(rest) for k in range(len(expected))]
