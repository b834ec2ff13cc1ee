"""What is said of a function that does something beside its value, or does not do it."""

import numpy as np

from autograder.diagnosis.error_patterns import Diagnosis
from autograder.diagnosis.laws import IN_PLACE, law_of
from autograder.sandbox.callback import leaves
from autograder.testing.comparison import identical, same
from autograder.testing.mismatch import (
    ChangedArgument,
    LostEntry,
    Mismatch,
    NotRaised,
    NotRepeatable,
    WrongValue,
)
from autograder.testing.statistical_test import BrokenLaw

MEMORY = "remembers"  # the last part of an id
NO_RETURN = "returns_nothing"
REMEMBERS = (
    "It remembers something between calls: a global variable, a default argument that is changed, "
    "or an array that is not made anew. Or it draws random numbers."
)
NOTHING = "It returns None: is there a `return` at the end of every branch?"
GOES_ON = (
    "It goes on where it should refuse: check the argument first, and raise ValueError. "
    "An `else` at the end of the branches must not choose one of them."
)
# Nothing was shown to be right, unless a first call was.
NO_VALUE = (NOTHING, REMEMBERS)


def manner_of(mismatch: Mismatch) -> Diagnosis | None:
    """A hint for what is no wrong value; None if the message says all of it."""
    if isinstance(mismatch, BrokenLaw):
        return law_of(mismatch)
    found = slug_and_hint(mismatch)
    if not found:
        return None
    slug, hint = found
    is_blank = hint in NO_VALUE and not is_right_somewhere(mismatch)
    return Diagnosis(f"{mismatch.function}.{slug}", hint, is_blank)


def is_of_memory(misconception: str) -> bool:
    """Whether an id says that a function remembers something between calls."""
    return misconception.endswith(f".{MEMORY}")


def is_of_no_return(misconception: str) -> bool:
    """Whether an id says that a function returns None."""
    return misconception.endswith(f".{NO_RETURN}")


def is_right_somewhere(mismatch: Mismatch) -> bool:
    """Whether a value is right at some input, and not by being zero."""
    if not isinstance(mismatch, WrongValue):
        return False
    cases = [*mismatch.cases, *mismatch.context.others]
    return any(same(c.expected, c.got) and any(map(np.any, leaves([c.expected]))) for c in cases)


def slug_and_hint(mismatch: Mismatch) -> tuple[str, str] | None:
    """What a function does beside its value, if it is to be told."""
    match mismatch:
        case WrongValue() if mismatch.context.remembers:
            return MEMORY, REMEMBERS
        case NotRepeatable() if not identical([mismatch.first], [mismatch.second]):
            return MEMORY, REMEMBERS
        case ChangedArgument():
            what = changed_entries(mismatch) or mismatch.parameter
            return f"changes_{mismatch.parameter}", IN_PLACE.format(what)
        case NotRaised():
            return "raises_nothing", GOES_ON
        case LostEntry() if mismatch.case.got is None:
            return NO_RETURN, NOTHING
    return None


def changed_entries(mismatch: ChangedArgument) -> str:
    """The entries of a cache that were changed, of those that it came with."""
    before, after = mismatch.inputs[mismatch.position], mismatch.after
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return ""
    pairs = {name: ([before[name]], [after[name]]) for name in before if name in after}
    names = [name for name, pair in pairs.items() if not identical(*pair)]
    return " and ".join(f"{mismatch.parameter}['{name}']" for name in names)
