"""The entries of several results, whatever they came in: by their names, in one array, in a row."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.sandbox.callback import leaves
from autograder.testing.comparison import NOTHING, is_real
from autograder.testing.form.keys import meant
from autograder.testing.form.slips import NUMBERS, has_form, is_right


def of_dict(count: int, got: dict, names: Sequence[str]) -> list | None:
    """The entries of a dict, by the names of the results or else as they stand there."""
    found = meant(names, got) if len(names) == count else {}
    if len(got) == count and len(found) < count:
        return list(got.values())
    return [got[found[name]] if name in found else NOTHING for name in names] if found else None


def stacked(expected: Sequence, got: np.ndarray) -> list | None:
    """Results that came as the rows of one array, or along its last axis."""
    axes = [axis for axis in (0, -1) if got.ndim and got.shape[axis] == len(expected)]
    ways = [[got]] * (len(expected) == 1) + [list(np.moveaxis(got, axis, 0)) for axis in axes]
    ways = [way for way in ways if all(map(has_form, expected, way))]
    right = [way for way in ways if all(map(is_right, expected, way))]
    return next(iter(right + ways), None)


def in_a_row(expected: Sequence, got: Any) -> list | None:
    """Results that came with their numbers in a row, cut in other places; only if all are right."""
    if any(isinstance(right, dict) for right in expected):
        return None
    wanted, parts = list(leaves(list(expected))), list(leaves([got]))
    if not all(isinstance(leaf, (*NUMBERS, np.ndarray)) for leaf in wanted + parts):
        return None
    if sum(map(np.size, parts)) != sum(map(np.size, wanted)) or not all(map(is_real, parts)):
        return None
    row, start = np.concatenate([np.ravel(part) for part in parts]), 0

    def cut(right: Any) -> Any:
        nonlocal start
        if isinstance(right, (list, tuple)):
            return [cut(entry) for entry in right]
        start += np.size(right)
        return row[start - np.size(right) : start].reshape(np.shape(right))[()]

    entries = [cut(right) for right in expected]
    return entries if all(map(is_right, expected, entries)) else None
