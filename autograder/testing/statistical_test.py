"""What a hidden test of a random function is written with: statistics beside the laws they obey.

A random function is never compared draw by draw: it may draw in any order and by any method.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from autograder.sandbox.failure import again
from autograder.testing.calls import observe
from autograder.testing.comparison import Difference
from autograder.testing.mismatch import Mismatch

FALSE_ALARM = 1e-10  # chance that one law fails a right function; the contract asks for 1e-9


@dataclass(frozen=True)
class Law:
    """A statistic of a right function lies between `low` and `high`, but for FALSE_ALARM.

    `message` is what a student reads when it does not.
    """

    low: float
    high: float
    message: str
    reason: str = "wrong_value"


GENERATOR = {
    "moved": Law(1, 1, "does not draw from the generator rng that it is given"),
    "replayed": Law(1, 1, "does not draw all its numbers from the generator rng"),
    "fresh": Law(1, 1, "gives the same numbers when it is called again"),
    "global": Law(0, 0, "draws from NumPy's global generator, or seeds it"),
}


@dataclass(frozen=True)
class Draw:
    """What one call of a random function returned, and what it did besides."""

    value: Any
    moved: bool
    touched_global: bool
    args: list[Any]


def draw(name: str, function: Callable | None, *args: Any) -> Draw:
    """Call function(*args), one of which is a generator; that is left as the student left it."""
    position = next(i for i, arg in enumerate(args) if isinstance(arg, np.random.Generator))
    rng, before = args[position], args[position].bit_generator.state
    seen = observe(name, function, *args)
    after = seen.args[position]
    moved = isinstance(after, np.random.Generator) and after.bit_generator.state != before
    if moved:
        rng.bit_generator.state = after.bit_generator.state
    return Draw(seen.value, moved, seen.global_random_changed, seen.args)


def use_of_generator(
    rng: np.random.Generator, draw_with: Callable[[Any], Draw], *earlier: Draw
) -> dict[str, float]:
    """The statistics of GENERATOR: two draws in a row, one of them replayed, and `earlier` ones.

    `draw_with(rng)` draws numbers that are not the same twice in a right function.
    """
    replay = np.random.Generator(np.random.PCG64(0))
    replay.bit_generator.state = rng.bit_generator.state
    first, second = draw_with(rng), draw_with(rng)
    again = draw_with(replay)
    seen = [*earlier, first, second]
    is_random = np.ptp(first.value) > 0
    return {
        "moved": float(all(d.moved for d in seen)),
        "replayed": float(np.array_equal(first.value, again.value)),
        "fresh": float(not (is_random and np.array_equal(first.value, second.value))),
        "global": float(any(d.touched_global for d in seen)),
    }


class NotDrawn(Exception):
    """Why there is no statistic `name` of an experiment: the cause of what `check` raises then."""

    def __init__(self, experiment: "Experiment", name: str) -> None:
        super().__init__(f"{experiment.function}: {name}")
        self.experiment, self.name = experiment, name


class BrokenLaw(Mismatch):
    """A statistic of a random function lies outside of its law. `drawn` are all its statistics."""

    def __init__(
        self, experiment: "Experiment", name: str, law: Law, drawn: dict[str, Any]
    ) -> None:
        super().__init__(experiment.function, None, Difference(law.reason, law.message))
        self.experiment, self.name, self.law, self.drawn = experiment, name, law, drawn


class Experiment:
    """Statistics of one random function and their laws, in parts: draws that a student's function
    may fail one by one.

    `parts` gives for every draw(function) the laws of what it returns, by name. A draw that raises
    costs the tests that turn on its laws.
    """

    def __init__(
        self, function: str, parts: dict[Callable[[Callable], dict[str, Any]], dict[str, Law]]
    ) -> None:
        self.function, self._parts = function, parts
        self.laws = {name: law for laws in parts.values() for name, law in laws.items()}
        self._drawn: WeakKeyDictionary[Callable, dict[str, Any]] = WeakKeyDictionary()

    def statistics(self, function: Callable) -> dict[str, Any]:
        """All statistics of this student's function, drawn once; or what drawing them raised."""
        if function not in self._drawn:
            drawn: dict[str, Any] = {}
            for draw, laws in self._parts.items():
                try:
                    drawn |= draw(function)
                except Exception as error:  # noqa: BLE001 - `check` raises it
                    drawn |= dict.fromkeys(laws, again(error))
            self._drawn[function] = drawn
        return self._drawn[function]

    def check(self, function: Callable, *names: str) -> None:
        """Check the named statistics. Raises Mismatch with the first law that is broken."""
        drawn = self.statistics(function)
        for name in names:
            law, got = self.laws[name], drawn[name]
            if isinstance(got, Exception):
                raise again(got) from NotDrawn(self, name)
            if not self._holds(name, got):
                raise BrokenLaw(self, name, law, drawn)

    def part(self, name: str) -> dict[str, Law]:
        """The laws of those calls that the law `name` is about."""
        return next(laws for laws in self._parts.values() if name in laws)

    def obeys(self, function: Callable, name: str, but: Collection[str] = ()) -> bool:
        """Whether a function obeys all laws of those calls that the law `name` is about, `but` for
        some.

        Raises what drawing them raises.
        """
        draw, laws = next(part for part in self._parts.items() if name in part[1])
        drawn = draw(function)
        return all(self._holds(law, drawn[law]) for law in laws if law not in but)

    def resembles(self, wrong: Callable, drawn: dict[str, Any]) -> bool:
        """Whether a wrong function has the statistics `drawn`, within the width of the laws."""
        return self._resembles(wrong, drawn, self.laws)

    def resembles_in_part(self, wrong: Callable, drawn: dict[str, Any], broken: str) -> bool:
        """Whether it has those that come from the calls that broke the law `broken`, and is right
        in all others.
        """
        part = self.part(broken)
        own = self.statistics(wrong)
        elsewhere = [self._holds(name, own[name]) for name in self.laws if name not in part]
        return self._resembles(wrong, drawn, part) and all(elsewhere)

    def _resembles(self, wrong: Callable, drawn: dict[str, Any], names: Collection[str]) -> bool:
        own = self.statistics(wrong)
        return all(self._close(self.laws[name], own[name], drawn[name]) for name in names)

    def _holds(self, name: str, got: float) -> bool:
        return bool(np.isfinite(got)) and self.laws[name].low <= got <= self.laws[name].high

    @staticmethod
    def _close(law: Law, mine: float, theirs: float) -> bool:
        """Two draws of one law differ by its width; the width grows with the statistic, and that
        of a ratio to what is asked for becomes as small as the ratio.
        """
        if isinstance(mine, Exception) or isinstance(theirs, Exception):
            return type(mine) is type(theirs)
        if not (np.isfinite(mine) and np.isfinite(theirs)):
            return mine == theirs
        largest = max(abs(law.low), abs(law.high))
        is_ratio = 0 < law.low < 1 < law.high
        least = max(abs(mine), abs(theirs)) if is_ratio else 1.0
        growth = max(min(1.0, least), abs(mine) / largest) if largest > 0 else 1.0
        return abs(mine - theirs) <= (law.high - law.low) * growth
