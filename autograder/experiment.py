"""What a hidden test of a random function is written with: statistics beside the laws they obey.

A random function is never compared draw by draw: it may draw in any order and by any method.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from autograder.cases import Mismatch
from autograder.compare import Difference

FALSE_ALARM = 1e-10  # chance that one law fails a right function; the contract asks for 1e-9


@dataclass(frozen=True)
class Law:
    """A statistic of a right function lies between `low` and `high`, but for FALSE_ALARM.

    `message` is what a student reads when it does not.
    """

    low: float
    high: float
    message: str


class Experiment:
    """Statistics of one random function: `draw(function)` returns them all by name, once."""

    def __init__(
        self, function: str, draw: Callable[[Callable], dict[str, Any]], laws: dict[str, Law]
    ) -> None:
        self.function, self.draw, self.laws = function, draw, laws
        self._drawn: WeakKeyDictionary[Callable, dict[str, Any] | Exception] = WeakKeyDictionary()

    def statistics(self, function: Callable) -> dict[str, Any]:
        """All statistics of this student's function. Raises what drawing raised, every time."""
        if function not in self._drawn:
            try:
                self._drawn[function] = self.draw(function)
            except Exception as error:  # noqa: BLE001 - each test of this experiment fails by it
                self._drawn[function] = error
        drawn = self._drawn[function]
        if isinstance(drawn, Exception):
            raise drawn
        return drawn

    def check(self, function: Callable, *names: str) -> None:
        """Check the named statistics. Raises Mismatch with the first law that is broken."""
        drawn = self.statistics(function)
        for name in names:
            law, got = self.laws[name], drawn[name]
            if not (np.isfinite(got) and law.low <= got <= law.high):
                broken = Difference("wrong_value", law.message)
                raise Mismatch(self.function, None, broken, ((name,), (law.low, law.high), got))
