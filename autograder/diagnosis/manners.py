"""What is said of a function that does something beside its value, or does not do it."""

from typing import Any

import numpy as np

from autograder.diagnosis.error_patterns import Diagnosis
from autograder.testing.comparison import identical
from autograder.testing.mismatch import (
    ChangedArgument,
    LostEntry,
    Mismatch,
    NotRaised,
    NotRepeatable,
)

REMEMBERS = (
    "It remembers something between calls: a global variable, a default argument that is changed, "
    "or an array that is not made anew. Or it draws random numbers."
)
IN_PLACE = (
    "{} is written into: `x += ...`, `x[...] = ...` and out= change the caller's array, and "
    "`y = x` is no copy. Write x = x + ..., or begin with x.copy()."
)
NOTHING = "It returns None: is there a `return` at the end of every branch?"
GOES_ON = (
    "It goes on where it should refuse: check the argument first, and raise ValueError. "
    "An `else` at the end of the branches must not choose one of them."
)


def manner_of(mismatch: Mismatch) -> Diagnosis | None:
    """A hint for what is no wrong value; None if the message says all of it."""
    function = mismatch.function
    if isinstance(mismatch, NotRepeatable) and not identical(mismatch.first, mismatch.second):
        return Diagnosis(f"{function}.remembers", REMEMBERS)
    if isinstance(mismatch, ChangedArgument):
        what = changed_entries(mismatch) or mismatch.parameter
        return Diagnosis(f"{function}.changes_{mismatch.parameter}", IN_PLACE.format(what))
    if isinstance(mismatch, NotRaised):
        return Diagnosis(f"{function}.raises_nothing", GOES_ON)
    if isinstance(mismatch, LostEntry) and mismatch.case.got is None:
        return Diagnosis(f"{function}.returns_nothing", NOTHING, is_blank=True)
    return None


def changed_entries(mismatch: ChangedArgument) -> str:
    """The entries of a cache that were changed, of those that it came with."""
    before, after = mismatch.inputs[mismatch.position], mismatch.after
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return ""
    names = [name for name in before if name in after and not alike(before[name], after[name])]
    return " and ".join(f"{mismatch.parameter}['{name}']" for name in names)


def alike(before: Any, after: Any) -> bool:
    """Whether an entry of a cache is untouched; nan is itself."""
    if isinstance(before, np.ndarray):
        return identical(before, after)
    return before is after or identical(before, after)
