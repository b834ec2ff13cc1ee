"""What the reference answers to the questions of a test, each computed once for all submissions.

What a submission chooses the size of is asked, or worked with, only where that stays small.
"""

import copy
import warnings
from typing import Any

import numpy as np

from autograder.course.assignment import Assignment
from autograder.grading.recorded import key_of
from autograder.sandbox.callback import leaves
from autograder.sandbox.worker.wire import Handle
from autograder.testing.comparison import is_real

MOST_REMEMBERED = 4_000
MOST_ENTRIES = 500_000  # of all arguments: some may be what a submission returned before
MOST_WORK = 16_000_000  # arrays times the square of the longest axis: a column against a row
MOST_ROUNDS = 10_000  # an integer may be a number of them
ROOM = 16  # a sum over the batch that is missing is no bomb
NOT_KNOWN = object()


class RightAnswers:
    """The reference's answers to calls of a homework's functions."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._known: dict[tuple[str, bytes], Any] = {}
        self._own: dict[Handle, Any] = {}

    def begin(self) -> None:
        """Forget what belongs to the submission before."""
        self._own = {}

    def note(self, got: Any, right: Any) -> None:
        """Keep the reference's counterpart of a result that stays with the submission."""
        if isinstance(got, (tuple, list)) and isinstance(right, (tuple, list)):
            pairs = zip(got, right, strict=False)
            self._own |= {mine: theirs for mine, theirs in pairs if isinstance(mine, Handle)}

    def of(self, function: str, args: tuple) -> Any:
        """What the reference returns, or the ValueError that it raises.

        NOT_KNOWN where it raises anything else or would have too much to do.
        """
        args = tuple(self._own.get(a, NOT_KNOWN) if isinstance(a, Handle) else a for a in args)
        if any(a is NOT_KNOWN for a in args):
            return NOT_KNOWN
        if any(map(callable, args)):  # functions are not told apart by their key
            return self._ask(function, args)
        key = function, key_of((args, False))
        if key not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = self._ask(function, args)
        return self._known[key]

    def _ask(self, function: str, args: tuple) -> Any:
        reference = self._assignment.reference(function)
        if reference is None or not is_modest(args):
            return NOT_KNOWN
        try:
            with warnings.catch_warnings(action="ignore"):  # of inputs that are for no reference
                return reference(*copy.deepcopy(args))
        except ValueError as error:
            return ValueError(str(error))  # that itself would keep all frames it went through
        except Exception:  # noqa: BLE001 - some inputs are for no reference
            return NOT_KNOWN


def is_modest(args: tuple) -> bool:
    """Whether work with these arguments stays small."""
    size = count = longest = 0
    for leaf in leaves(list(args)):
        if isinstance(leaf, np.ndarray):
            count, longest = count + 1, max(longest, *leaf.shape, 1)
        size += np.size(leaf) if isinstance(leaf, np.ndarray) else 1
        if isinstance(leaf, (int, np.integer)) and abs(int(leaf)) > MOST_ROUNDS:
            return False
    return size <= MOST_ENTRIES and count * longest**2 <= MOST_WORK


def is_no_larger(right: Any, got: Any) -> bool:
    """Whether a value is of the kind of the right one, so that the model's work stays small."""
    if got is None or isinstance(got, Handle):
        return True
    if isinstance(right, dict):
        is_alike = isinstance(got, dict) and got.keys() <= right.keys()
        return is_alike and all(is_no_larger(right[key], value) for key, value in got.items())
    if isinstance(right, (tuple, list)):
        is_alike = isinstance(got, (tuple, list)) and len(got) == len(right)
        return is_alike and has_room(right, got)
    if isinstance(right, (float, int, np.ndarray, np.generic)):
        is_number = isinstance(got, (float, int, np.ndarray, np.generic)) and is_real(got)
        return is_number and has_room(right, got)
    return type(right) is type(got)


def has_room(right: Any, got: Any) -> bool:
    """Whether there is not much more in a value than in the right one, along no axis either."""
    return size_of(got) <= ROOM * size_of(right) and longest(got) <= ROOM * longest(right)


def longest(value: Any) -> int:
    """The longest axis of an array, or of several: a column against a row makes its square."""
    return max((1, *(n for leaf in leaves([value]) for n in np.shape(leaf))))


def size_of(value: Any) -> int:
    """The entries of an array, or of several."""
    if isinstance(value, dict):
        return sum(map(size_of, value.values()))
    if isinstance(value, (tuple, list)):
        return sum(map(size_of, value))
    return np.size(value) if isinstance(value, np.ndarray) else 1
