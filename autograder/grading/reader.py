"""Reads what a submission's functions return in the form that is asked for."""

from typing import Any

import numpy as np

from autograder.grading.recorded import is_random, value_of, with_value
from autograder.grading.right_answers import NOT_KNOWN, RightAnswers
from autograder.testing.comparison import Difference, identical
from autograder.testing.form import has_form, read


class Reader:
    """Reads results in the form that is asked for; `slips` are those that had another one."""

    def __init__(self, right_answers: RightAnswers, names: dict[str, tuple[str, ...]]) -> None:
        self._right_answers, self._names = right_answers, names
        self.slips: dict[str, Difference] = {}
        self.has_read = False  # anything; what lacks a result is read, and no slip
        self.doubtful: set[str] = set()  # random functions of whose results one cannot be read

    def read(self, function: str, args: tuple, outcome: Any) -> Any:
        """What `function(*args)` came to, its value as it is meant."""
        right = self._right_answers.of(function, args)
        if right is NOT_KNOWN or is_argument(value_of(outcome), args):
            return outcome
        names = self._names.get(function, ())
        value, slip = read(right, value_of(outcome), names, random=is_random(args))
        self._right_answers.note(value, right)
        self.has_read = self.has_read or value is not value_of(outcome)
        if is_random(args) and not isinstance(right, ValueError) and not has_form(right, value):
            self.doubtful.add(function)
        if slip:
            self.slips.setdefault(function, slip)
        return with_value(outcome, value)


def is_argument(got: Any, args: tuple) -> bool:
    """Whether an array is an argument as it came: nobody has done anything for it."""
    is_array = isinstance(got, np.ndarray) and not is_random(args)
    return is_array and any(isinstance(a, np.ndarray) and identical(a, got) for a in args)
