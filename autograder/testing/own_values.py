"""A value that is wrong only by the student's own earlier values of the same result, which are.

Zeros and one number for everything tell nothing of the way: nothing follows from them.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from autograder.testing.comparison import NOTHING, difference, same
from autograder.testing.mismatch import Key

Step = Callable[[tuple, dict, Any], Any]


class OwnValues(ABC):
    """What `Cases` excuses: `chain` names what a quantity is computed from, `step` computes it."""

    inputs: list[tuple]

    def __init__(self, chain: dict[Any, tuple], step: Step | None) -> None:
        self._chain, self._step = chain, step
        self._telling: WeakKeyDictionary[Callable, dict[Key, bool]] = WeakKeyDictionary()

    @property
    @abstractmethod
    def expected(self) -> list[Any]:
        """The reference's answer to every input."""

    @abstractmethod
    def answer(self, function: Callable, i: int) -> Any:
        """What the student's function returns for input `i`."""

    def _follows(self, i: int, answer: Any, key: Key) -> bool:
        """Whether the value is right given the student's own earlier values, which are not."""
        own = self._own_before(i, answer, key)
        return bool(own) and self._is_right_by(own, i, answer, key)

    def _tells(self, function: Callable, key: Key) -> bool:
        """Whether what follows from a student's own values shows the way at any input.

        It does not if it would follow from zeros as well, or if these values are one number.
        """
        known = self._telling.setdefault(function, {})
        if key not in known:
            numbers: set[float] = set()
            for i in range(len(self.inputs)):
                with suppress(Exception):  # no answer, no evidence
                    numbers |= self._numbers_followed(i, self.answer(function, i), key)
            known[key] = len(numbers) > 1
        return known[key]

    def _numbers_followed(self, i: int, answer: Any, key: Key) -> set[float]:
        """The smallest and the largest of the own values from which, and not from zeros, a value
        follows that is not right by itself.
        """
        own = self._own_before(i, answer, key)
        if not own or same(pick(self.expected[i], key), answer[key]):
            return set()
        zeros = {k: np.zeros_like(value, dtype=float)[()] for k, value in own.items()}
        is_by_own = self._is_right_by(own, i, answer, key)
        if not is_by_own or self._is_right_by(zeros, i, answer, key):
            return set()
        return {float(end(value)) for value in own.values() for end in (np.min, np.max)}

    def _own_before(self, i: int, answer: Any, key: Key) -> dict:
        """The student's own values of what `key` is computed from; none if they are right, or not
        of the right form.
        """
        if self._step is None:
            return {}
        own = {k: answer[k] for k in self._chain.get(key, ()) if has(answer, k)}
        found = [difference(self.expected[i][k], value) for k, value in own.items()]
        is_usable = all(one is None or one.reason == "wrong_value" for one in found)
        return own if any(found) and is_usable else {}

    def _is_right_by(self, own: dict, i: int, answer: Any, key: Key) -> bool:
        """Whether the value is right given these earlier ones."""
        values = dict(self.expected[i]) | own
        return same(self._step(self.inputs[i], values, key), answer[key])


def pick(result: Any, key: Key) -> Any:
    """One quantity of a result: of a dict by name, of a tuple by position, all of it by None."""
    return result if key is None else result[key]


def has(result: Any, key: Key) -> bool:
    """Whether a result has a quantity."""
    if isinstance(key, str):
        return isinstance(result, dict) and key in result
    if isinstance(key, int):
        is_there = isinstance(result, (tuple, list)) and key < len(result)
        return is_there and result[key] is not NOTHING
    return True
