"""What a result holds that is of no type that may travel: the trusted side may read it from there.

Worker side.
"""

from collections import deque
from collections.abc import Iterator, ValuesView
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any

import numpy as np
import wire

OBJECTS, ITERATOR, SET, ATTRIBUTES = wire.HOLDERS
MOST = 20_000  # entries; an iterator may have no end
MANY = 1_000  # entries of a list or dict, of which each is looked at
DEPTH = 2  # of a list of arrays among several results
PLAIN = (np.ndarray, np.number, np.bool_, int, float, complex)


def opened(value: Any, depth: int = DEPTH) -> Any:
    """A value, or its entries, as `Unsupported` with what it held where its type may not travel."""
    if type(value) in wire.AS_THEY_ARE:
        return value
    if isinstance(value, np.ndarray):
        return of_objects(value) if value.dtype == object else value
    if isinstance(value, (list, tuple)) and depth and len(value) <= MANY:
        each = [opened(entry, depth - 1) for entry in value]
        return each if isinstance(value, list) else tuple(each)
    if isinstance(value, dict) and depth and len(value) <= MANY:
        return {key: opened(entry, depth - 1) for key, entry in value.items()}
    if isinstance(value, (AbstractSet, Iterator, range, deque, ValuesView)):
        items = list(islice(value, MOST + 1))
        name = SET if isinstance(value, AbstractSet) else ITERATOR
        return wire.Unsupported(name, items) if is_plain(items) else value
    return with_attributes(value) if depth == DEPTH else value


def of_objects(array: np.ndarray) -> Any:
    """An array of objects that are numbers, or arrays."""
    entries = array.ravel().tolist() if array.size <= MOST * 10 else [None]
    if not is_plain(entries, MOST * 10):
        return array
    if any(isinstance(entry, np.ndarray) for entry in entries):
        return wire.Unsupported(OBJECTS, entries) if array.ndim == 1 else array
    numbers = np.array(entries).reshape(array.shape)
    return array if numbers.dtype == object else wire.Unsupported(OBJECTS, numbers)


def with_attributes(value: Any) -> Any:
    """A simple object, a namespace or an instance of a data class, by its attributes."""
    is_other = isinstance(value, (*wire.BASES, *PLAIN, type, wire.Handle)) or callable(value)
    attributes = {} if is_other else getattr(value, "__dict__", {})
    is_small = isinstance(attributes, dict) and 0 < len(attributes) <= MANY
    return wire.Unsupported(ATTRIBUTES, opened(dict(attributes), 1)) if is_small else value


def is_plain(entries: list, most: int = MOST) -> bool:
    return len(entries) <= most and all(isinstance(entry, PLAIN) for entry in entries)
