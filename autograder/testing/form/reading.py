"""A result of another form, read where its values stand without doubt, so that they can be judged.

A list for an array, an axis of length 1 too many, results in another order, a misspelt key: the
values are right or wrong all the same, and the form is charged once. No word of a sentence here is
the submission's choice: hidden inputs would travel in it.
"""

from collections.abc import Iterable, Sequence
from itertools import permutations
from typing import Any

import numpy as np

from autograder.sandbox.worker.wire import Handle
from autograder.testing.comparison import Difference, same, type_name

MOST_IN_ANY_ORDER = 5  # results; all their orders are tried
NUMBERS = (float, int, np.generic)
Slip = Difference | None  # what is wrong with a form, in words that follow "returns"
Reading = tuple[Any, Slip]  # the value in the form asked for


def _type(message: str) -> Difference:
    return Difference("wrong_type", message)


ONES = Difference("wrong_shape", "an array with axes of length 1 too many or too few")
ONCE = Difference("wrong_shape", "rows that are all equal only once, where each is asked for")


def read(expected: Any, got: Any, names: Sequence[str] = (), *, random: bool = False) -> Reading:
    """`got` in the form of `expected`, and how its own differs.

    Where it has that form, or cannot be read without doubt, it is `got` itself and None. The values
    of a `random` function do not tell one reading from another. `names` are those of the results
    of a function that returns several.
    """
    if isinstance(expected, dict):
        return _dict(expected, got, random=random)
    if isinstance(expected, (tuple, list)):
        return _tuple(expected, got, names, random=random)
    if isinstance(expected, np.ndarray) and expected.ndim:
        return _array(expected, got, random=random)
    return _number(got) if isinstance(expected, (*NUMBERS, np.ndarray)) else (got, None)


def has_form(expected: Any, got: Any) -> bool:
    """Whether what there is of a result has the form asked for, size by size; None is not there."""
    if isinstance(expected, dict):
        is_dict = isinstance(got, (dict, Handle))
        return is_dict and all(has_form(expected[k], v) for k, v in _entries(got) if k in expected)
    if isinstance(expected, (tuple, list)):
        is_alike = isinstance(got, (tuple, list)) and len(got) == len(expected)
        return isinstance(got, Handle) or (is_alike and all(map(has_form, expected, got)))
    if isinstance(expected, (*NUMBERS, np.ndarray)) and got is not None:
        return isinstance(got, (*NUMBERS, np.ndarray)) and np.shape(expected) == np.shape(got)
    return True


def _entries(got: Any) -> Iterable[tuple[Any, Any]]:
    return got.items() if isinstance(got, dict) else ()


def _array(expected: np.ndarray, got: Any, *, random: bool) -> Reading:
    array = got if isinstance(got, np.ndarray) else _as_array(got)
    if array is None or array.dtype.kind not in "biuf":
        return got, None
    slip = None if array is got else _type(f"{type_name(got)} where an array is asked for")
    if array.shape == expected.shape:
        return array, slip
    if differ_by_ones(array.shape, expected.shape):
        return array.reshape(expected.shape), slip or ONES
    if array.size > 1 and _repeats_into(array.shape, expected.shape):
        rows = np.broadcast_to(array, expected.shape).copy()
        if random or same(expected, rows):
            return rows, ONCE
    return got, None


def _number(got: Any) -> Reading:
    is_array = isinstance(got, np.ndarray) and got.ndim > 0
    array = got if is_array else _as_array(got) if isinstance(got, (list, tuple)) else None
    if array is None or array.size != 1 or array.dtype.kind not in "biuf":
        return got, None
    kind = "an array" if is_array else type_name(got)
    return array.reshape(-1)[0], _type(f"{kind} of one entry where a number is asked for")


def _as_array(got: Any) -> np.ndarray | None:
    """A number, or a list of numbers, as an array; None for anything else."""
    if not isinstance(got, (list, tuple, *NUMBERS)) or isinstance(got, str):
        return None
    try:
        return np.asarray(got)
    except (ValueError, OverflowError):  # rows of different lengths
        return None


def differ_by_ones(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether a shape is another one with axes of length 1 too many, or too few."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    left = list(shorter)
    for n in longer:
        if left and left[0] == n:
            left.pop(0)
        elif n != 1:
            return False
    return not left


def _repeats_into(shape: tuple[int, ...], whole: tuple[int, ...]) -> bool:
    """Whether an array of this shape may be rows, or entries, that are all equal, given once."""
    pairs = zip(reversed(shape), reversed(whole), strict=False)
    return len(shape) <= len(whole) and all(n in (1, m) for n, m in pairs)


def _dict(expected: dict, got: Any, *, random: bool) -> Reading:
    slips = []
    if isinstance(got, (tuple, list)) and len(got) == len(expected):
        order = _in_order if len(got) <= MOST_IN_ANY_ORDER else _by_value
        entries, _ = order(list(expected.values()), list(got), random=random)
        got = dict(zip(expected, entries, strict=True))
        slips.append(_type("a tuple where a dict is asked for"))
    if not isinstance(got, dict):
        return got, None
    found = {key: got[key] for key in expected if key in got}
    strangers = {k: v for k, v in got.items() if k not in expected and isinstance(k, str)}
    for key in expected:
        close = [name for name in strangers if key not in found and is_misspelt(name, key)]
        if len(close) == 1:  # of several, all but one would be a second guess
            found[key] = strangers.pop(close[0])
            slips.append(_type(f"the key {key!r} misspelt"))
    for key, value in found.items():
        found[key], slip = read(expected[key], value, random=random)
        if slip:
            slips.append(Difference(slip.reason, f"{key} as {slip.message}"))
    return (found | strangers, slips[0]) if slips else (got, None)


def is_misspelt(word: str, key: str) -> bool:
    """Whether a word is a key but for case, underscores, or one letter: another, too many, missing
    or exchanged with the next.
    """
    if word.replace("_", "").lower() == key.replace("_", "").lower():
        return True
    longer, shorter = sorted((word, key), key=len, reverse=True)
    start = next((i for i, c in enumerate(shorter) if longer[i] != c), len(shorter))
    a, b = longer[start:], shorter[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return len(a) == len(b) + 1 and a[1:] == b


def _tuple(expected: Sequence, got: Any, names: Sequence[str], *, random: bool) -> Reading:
    slips = []
    entries = list(got) if isinstance(got, (tuple, list)) else None
    if isinstance(got, dict) and len(got) == len(expected):
        entries = list(got.values())
        slips.append(_type("a dict where a tuple is asked for"))
    elif isinstance(got, np.ndarray):
        entries, told = _out_of_array(expected, got)
        slips.append(_type(told))
    if entries is None or len(entries) != len(expected):
        return got, None
    entries, is_moved = _in_order(expected, entries, random=random)
    if is_moved:
        slips.append(_type("results in another order than is asked for"))
    for k, (right, entry) in enumerate(zip(expected, entries, strict=True)):
        entries[k], slip = read(right, entry, random=random)
        if slip:
            name = names[k] if k < len(names) else f"result {k + 1}"
            slips.append(Difference(slip.reason, f"{name} as {slip.message}"))
    return (tuple(entries), slips[0]) if slips else (got, None)


def _out_of_array(expected: Sequence, got: np.ndarray) -> tuple[list | None, str]:
    """The entries of a tuple that came in one array, or the only one that came."""
    stacked = list(got) if got.ndim and len(got) == len(expected) else []
    if stacked and all(np.shape(e) == np.shape(s) for e, s in zip(expected, stacked, strict=True)):
        return stacked, "one array where a tuple is asked for"
    alike = [k for k, right in enumerate(expected) if np.shape(right) == got.shape]
    if not alike:
        return None, ""
    place = next((k for k in alike if same(expected[k], got)), alike[0])
    alone = [got if k == place else None for k in range(len(expected))]
    return alone, f"one result alone where {len(expected)} are asked for"


def _in_order(expected: Sequence, entries: list, *, random: bool) -> tuple[list, bool]:
    """The entries in the order that is meant, and whether they were moved for it.

    Another order than their own is meant only if nothing speaks against it: every value is right
    in it, or it is the shapes that say so.
    """
    if random or not 1 < len(entries) <= MOST_IN_ANY_ORDER or len(entries) != len(expected):
        return entries, False
    seats = range(len(entries))
    readings = [[(right, read(right, entry)[0]) for entry in entries] for right in expected]
    fits = [[_has_shape(*pair) for pair in row] for row in readings]
    agrees = [[same_or_opaque(*pair) for pair in row] for row in readings]

    def merit(order: tuple[int, ...]) -> tuple[int, int]:
        return sum(fits[k][order[k]] for k in seats), sum(agrees[k][order[k]] for k in seats)

    own = tuple(seats)
    best = max(permutations(seats), key=merit)  # of equals the first, which is their own
    all_right = merit(best)[1] == len(entries)
    all_fit = merit(best)[0] == len(entries) > merit(own)[0]
    is_moved = merit(best) > merit(own) and (all_right or all_fit)
    return ([entries[k] for k in best], True) if is_moved else (entries, False)


def _by_value(expected: Sequence, entries: list, *, random: bool) -> tuple[list, bool]:
    """As _in_order, of more results than all orders could be tried of: each where it is right.

    Those that are right nowhere keep their order in the places that are left.
    """
    if random:
        return entries, False
    left, found = dict(enumerate(entries)), {}
    for is_own in (True, False):  # its own place first
        for k, right in enumerate(expected):
            seats = [i for i in left if k not in found and (i == k or not is_own)]
            seat = next((i for i in seats if _agrees(right, left[i])), None)
            if seat is not None:
                found[k] = left.pop(seat)
    rest = iter(left.values())
    ordered = [found[k] if k in found else next(rest) for k in range(len(expected))]
    return ordered, any(a is not b for a, b in zip(ordered, entries, strict=True))


def _agrees(expected: Any, got: Any) -> bool:
    if expected is None or isinstance(expected, str):
        return type(got) is type(expected) and got == expected
    return same_or_opaque(expected, read(expected, got)[0])


def _has_shape(expected: Any, got: Any) -> bool:
    if isinstance(expected, (dict, tuple, list)) or expected is None:
        return not isinstance(got, (*NUMBERS, np.ndarray))
    return isinstance(got, (*NUMBERS, np.ndarray)) and np.shape(expected) == np.shape(got)


def same_or_opaque(expected: Any, got: Any) -> bool:
    """Whether a value is right, or is one that cannot be judged: a cache."""
    if isinstance(expected, (dict, tuple, list)):
        return _has_shape(expected, got)
    return same(expected, got)
