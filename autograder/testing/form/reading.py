"""Reads a result: what is asked for says how, and what came may be of any form."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from autograder.sandbox.worker.wire import Unsupported
from autograder.testing.comparison import NOTHING, Difference, type_name
from autograder.testing.form import containers, order
from autograder.testing.form.keys import is_misspelt, is_same_word, meant
from autograder.testing.form.numbers import as_array, as_number
from autograder.testing.form.slips import NUMBERS, Reading, Slip, has_form, is_right, of_type

Entries = tuple[list | None, Slip]
MOST_BESIDE = 5  # results where one is asked for


def read(expected: Any, got: Any, names: Sequence[str] = (), *, random: bool = False) -> Reading:
    """`got` in the form of `expected`, and how its own differs.

    Where it has that form, or cannot be read without doubt, it is `got` itself and None. A result
    that did not come is NOTHING, which is no slip: it is wrong. The values of a `random` function
    do not tell one reading from another. `names` are those of the results of a function that
    returns several.
    """
    if got is None:
        return got, None
    if isinstance(got, Unsupported):
        return _opened(expected, got, names, random=random)
    if isinstance(expected, dict):
        return _dict(expected, got, random=random)
    if isinstance(expected, (tuple, list)):
        return _several(expected, got, names, random=random)
    if isinstance(expected, (*NUMBERS, np.ndarray)):
        return _one(expected, got, random=random)
    return got, None


def _one(expected: Any, got: Any, *, random: bool) -> Reading:
    """`got` as one array or number, which may be one of several results."""
    entries = list(got.values()) if isinstance(got, dict) else got
    is_array = np.ndim(expected) > 0
    value, slip = as_array(expected, entries, random=random) if is_array else as_number(entries)
    if not slip and isinstance(got, (tuple, dict)):
        value, slip = _first(expected, entries)
    if slip and isinstance(got, dict):
        slip = of_type(slip.message.replace(type_name(entries), "a dict"))
    return (value, slip) if slip else (got, None)


def _first(expected: Any, entries: Sequence) -> Reading:
    """The first of several results that has the form asked for.

    Which of them is right has no say in it: they would be as many guesses.
    """
    found = [entry for entry in entries[:MOST_BESIDE] if has_form(expected, entry)]
    wanted = "an array" if np.ndim(expected) else "a number"
    slip = of_type(f"{type_name(entries)} where {wanted} is asked for")
    return (found[0], slip) if found else (None, None)


def _opened(expected: Any, got: Unsupported, names: Sequence[str], *, random: bool) -> Reading:
    if got.held is None:
        return got, None
    value, slip = read(expected, got.held, names, random=random)
    if value is got.held and slip is None and not _is_exact(expected, value):
        return got, None
    return value, of_type(f"{type_name(got)} in place of what it holds")


def _is_exact(expected: Any, got: Any) -> bool:
    if isinstance(expected, dict):
        return isinstance(got, dict)
    return has_form(list(expected) if isinstance(expected, tuple) else expected, got)


def _dict(expected: dict, got: Any, *, random: bool) -> Reading:
    slips = []
    if isinstance(got, (tuple, list)) and len(got) <= MOST_BESIDE:
        dicts = [entry for entry in got if isinstance(entry, dict)]
        if len(dicts) == 1:
            (got,) = dicts
            slips.append(of_type("a tuple where a dict is asked for"))
    if isinstance(got, (tuple, list)) and 0 < len(got) <= len(expected):
        entries = _placed(list(expected.values()), list(got), random=random)
        got = {k: v for k, v in zip(expected, entries, strict=True) if v is not NOTHING}
        slips.append(of_type("a tuple where a dict is asked for"))
    if not isinstance(got, dict):
        return got, None
    keys = meant(expected, got)
    found = {key: got[word] for key, word in keys.items()}
    by_place = _by_place(expected, got, keys, random=random)
    rest = {} if by_place else {word: got[word] for word in got if word not in keys.values()}
    for key in [key for key, word in keys.items() if word != key] + list(by_place):
        is_near = key in keys and _is_near(keys[key], key)
        slips.append(of_type(f"the key {key!r} {'misspelt' if is_near else 'under another name'}"))
    for key, value in (found | by_place).items():
        found[key], slip = read(expected[key], value, random=random)
        if slip:
            slips.append(Difference(slip.reason, f"{key} as {slip.message}"))
    return (rest | found, slips[0]) if slips else (got, None)


def _by_place(expected: dict, got: dict, keys: dict[str, str], *, random: bool) -> dict[str, Any]:
    """The entries under names of the student's own, if they are as many as are missing.

    All of them as those of a tuple; a few only where they are right.
    """
    missing = [key for key in expected if key not in keys]
    strangers = [word for word in got if word not in keys.values()]
    guesses = [w for k, w in product(expected, strangers) if isinstance(w, str) and _is_near(w, k)]
    if guesses or len(strangers) != len(missing):  # of two that are near, one would be a guess
        return {}
    wanted = [expected[key] for key in missing]
    entries = _placed(wanted, [got[word] for word in strangers], random=random)
    return {
        key: entry
        for key, right, entry in zip(missing, wanted, entries, strict=True)
        if not keys or is_right(right, read(right, entry, random=random)[0])
    }


def _is_near(word: str, key: str) -> bool:
    return is_same_word(word, key) or is_misspelt(word, key)


def _placed(expected: list, entries: list, *, random: bool) -> list:
    """The entries in the places that are meant, and NOTHING in those that are left."""
    gaps = [NOTHING] * (len(expected) - len(entries))
    if gaps or len(entries) > order.MOST_IN_ANY_ORDER:
        return order.by_value(expected, entries + gaps, _reader(random=random), random=random)
    return order.in_order(expected, entries, _reader(random=random), random=random)[0]


def _reader(*, random: bool) -> order.Read:
    return lambda right, entry: read(right, entry, random=random)[0]


def _several(expected: Sequence, got: Any, names: Sequence[str], *, random: bool) -> Reading:
    entries, slip = _entries(expected, got, names, random=random)
    if entries is None:
        return got, None
    slips = [slip] if slip else []
    entries, is_moved = order.in_order(expected, entries, _reader(random=random), random=random)
    if is_moved:
        slips.append(of_type("results in another order than is asked for"))
    for k, (right, entry) in enumerate(zip(expected, entries, strict=True)):
        entries[k], slip = read(right, entry, random=random)
        if slip:
            name = names[k] if k < len(names) else f"result {k + 1}"
            slips.append(Difference(slip.reason, f"{name} as {slip.message}"))
    if any(entry is NOTHING for entry in entries):
        return tuple(entries), None  # it is wrong; its form costs nothing on top
    return (tuple(entries), slips[0]) if slips else (got, None)


def _entries(expected: Sequence, got: Any, names: Sequence[str], *, random: bool) -> Entries:
    """As many entries as results are asked for, NOTHING among them for what did not come."""
    count, is_list = len(expected), isinstance(got, (tuple, list))
    if isinstance(got, dict):
        return containers.of_dict(count, got, names), of_type("a dict where a tuple is asked for")
    if isinstance(got, np.ndarray) and (entries := containers.stacked(expected, got)):
        return entries, of_type("one array where a tuple is asked for")
    is_alone = any(isinstance(right, list) and has_form(right, got) for right in expected)
    if is_list and len(got) == count and not is_alone:
        return list(got), None
    if isinstance(expected, list):  # one result, and how many entries it has is a part of it
        return None, None
    if entries := containers.in_a_row(expected, got):
        return entries, of_type("the numbers of its results cut in other places")
    is_alone = is_alone or isinstance(got, (*NUMBERS, np.ndarray))
    came = [got] if is_alone else list(got) if is_list else []
    return _of_another_number(expected, came, random=random)


def _of_another_number(expected: Sequence, came: list, *, random: bool) -> Entries:
    """The first entries of too many, if they fit; too few with NOTHING in the gaps."""
    read_as, count = _reader(random=random), len(expected)
    if len(came) < count:
        entries = order.with_gaps(expected, came, read_as, random=random)
        return entries, of_type(f"{len(came)} of the {count} results that are asked for")
    pairs = zip(expected, came, strict=False)
    is_fit = all(has_form(right, read_as(right, entry)) for right, entry in pairs)
    return came[:count] if is_fit else None, of_type("more results than are asked for")
