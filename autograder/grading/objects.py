"""Arrays of objects may not travel: what stands for one on the wire, and one made of that."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox.worker.wire import HOLDERS, Unsupported

OBJECTS = HOLDERS[0]


def made(value: Any) -> Any:
    """A result that came from a submission, with the arrays of objects that it was sent for."""
    if isinstance(value, Unsupported) and value.type_name == OBJECTS:
        return np.array(value.held, dtype=object)
    return entry_by_entry(made, value)


def as_sent(value: Any) -> Any:
    """A result of ours as one of a submission comes."""
    if isinstance(value, np.ndarray) and value.dtype == object:
        numbers = np.array(value.tolist())
        return value if numbers.dtype == object else Unsupported(OBJECTS, numbers)
    return entry_by_entry(as_sent, value)


def entry_by_entry(change: Callable[[Any], Any], value: Any) -> Any:
    """A result in which each entry is changed."""
    if isinstance(value, dict):
        return {key: change(entry) for key, entry in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(map(change, value))
    return value
