"""What the readers of every form share: what they hand back, and when two forms are the same."""

from typing import Any

import numpy as np

from autograder.testing.comparison import NOTHING, Difference, same

NUMBERS = (float, int, np.generic)
Slip = Difference | None  # what is wrong with a form, in words that follow "returns"
Reading = tuple[Any, Slip]  # the value in the form asked for


def of_type(message: str) -> Difference:
    return Difference("wrong_type", message)


def has_form(expected: Any, got: Any) -> bool:
    """Whether a value has the form asked for, size by size; of a cache, whether it may be one."""
    if isinstance(expected, list) and isinstance(got, (tuple, list)):
        return len(got) == len(expected) and all(map(has_form, expected, got))
    if isinstance(expected, (dict, tuple, list)) or expected is None:
        return not isinstance(got, (*NUMBERS, np.ndarray)) and got is not NOTHING
    if isinstance(expected, str):
        return isinstance(got, str)
    return isinstance(got, (*NUMBERS, np.ndarray)) and np.shape(expected) == np.shape(got)


def is_right(expected: Any, got: Any) -> bool:
    """Whether a value is right, or is one that cannot be judged: a cache."""
    if isinstance(expected, list):
        return has_form(expected, got) and isinstance(got, (tuple, list)) and same(expected, got)
    if isinstance(expected, (dict, tuple)):
        return has_form(expected, got)
    if expected is None or isinstance(expected, str):
        return type(got) is type(expected) and got == expected
    return same(expected, got)
