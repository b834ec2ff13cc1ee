"""What the right method gives with a student's own wrong helpers: that is right, too.

As an examiner does: a helper that is wrong costs its own points, and what was computed from it is
judged by the way, not by the number. The model answer runs here; the helpers run in the worker.
"""

import copy
import inspect
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import numpy as np

from autograder.diagnosis.evidence import matches
from autograder.grading.numbers import followed, is_idle, zeros_like
from autograder.grading.objects import as_sent, made
from autograder.grading.recorded import (
    Asked,
    RecordedFunction,
    can_be_asked_again,
    generators,
    is_random,
    overwritten,
    value_of,
    with_value,
)
from autograder.grading.right_answers import NOT_KNOWN, RightAnswers, is_no_larger
from autograder.sandbox.observation import Observation
from autograder.sandbox.worker.wire import Handle
from autograder.testing.comparison import identical, same
from autograder.testing.form import read

TELLING = 3  # different numbers, of a function that follows


class NotFollowed(Exception):
    """A helper's value is no value of its kind, so nothing follows from it."""


class Model:
    """The right ways of a homework, with a student's `helpers` in place of its own.

    `used` are those whose values were other than the right ones; `asked` says to which questions.
    What follows from helpers that return a constant, or nan, shows nothing of the way, nor does
    what would be the same with zeros in their place: `telling` are functions that were seen to
    follow with several numbers. `slips` are functions whose results have another form than follows
    from that of the helpers' results.
    """

    def __init__(
        self, ways: list[Path], helpers: dict[str, RecordedFunction], right_answers: RightAnswers
    ) -> None:
        self._namespace: dict[str, Any] = {"__name__": "model"}
        for path in ways:
            exec(compiled(path, path.stat().st_mtime_ns), self._namespace)  # noqa: S102 - ours
        self._right_answers = right_answers
        self.used: set[str] = set()
        self.asked: dict[str, Asked] = defaultdict(list)
        self.slips: set[str] = set()
        self._are_silent = self._is_form_kept = self._is_form_another = False
        self._numbers: dict[str, set[float]] = defaultdict(set)
        for name, remote in helpers.items():
            self._namespace[name] = self._helper(name, self._namespace[name], remote)

    def close(self) -> None:
        """Let go of the helpers, and with them of the submission: functions hold their module."""
        self._namespace.clear()

    @property
    def telling(self) -> set[str]:
        return {name for name, found in self._numbers.items() if len(found) >= TELLING}

    @property
    def silent(self) -> set[str]:
        """The helpers among those used that gave nothing but zeros where they are wrong."""
        given = {helper: [value for _, value in self.asked[helper]] for helper in self.used}
        return {h for h, values in given.items() if values and all(is_idle(v, ()) for v in values)}

    def ways(self, function: str) -> list[Callable]:
        """The right ways to a function. They raise what a helper raises, and NotFollowed."""
        names = [name for name in self._namespace if name.partition("__")[0] == function]
        return [self._namespace[name] for name in names]

    def _helper(self, name: str, own: Callable, remote: RecordedFunction) -> Callable:
        signature = inspect.signature(own)

        def helper(*args: Any, **kwargs: Any) -> Any:
            given = signature.bind(*args, **kwargs).args
            for_own, as_given, states = copy.deepcopy(given), copy.deepcopy(given), states_of(given)
            right = own(*for_own)
            if self._are_silent:
                return zeros_like(right)
            seen = remote.observe(*given)
            got = seen.value
            if not is_no_larger(right, got):
                got, slip = read(right, got, random=is_random(given))
                self._is_form_another |= slip is not None
            if not is_no_larger(right, got):
                raise NotFollowed(name)
            got = made(seen.value) if self._is_form_kept else got
            is_felt = done_likewise(given, seen)
            is_still = states_of(given) == states != states_of(for_own)
            if is_felt or is_still or merged(right, right, got) is not right:
                self.used.add(name)
                again = [(as_given, seen.value)] if can_be_asked_again(given) else []
                self.asked[name] += again
            return aliased(got, given) if is_felt else got

        return helper

    def follow(self, function: str, args: tuple, outcome: Any) -> Any:
        """What `function(*args)` came to, with all that follows from the helpers made right."""
        right = self._right_answers.of(function, args)
        if right is NOT_KNOWN:
            return outcome
        if isinstance(right, ValueError) or is_random(args):
            return self._follow_all(function, args, outcome, right)
        ways = []
        for by_own, by_zeros, given in self._by_own(function, args):
            got = value_of(outcome)
            self._numbers[function].update(followed(right, by_own, by_zeros, got, args))
            ways.append(by_own)
            outcome = with_value(outcome, merged(right, by_own, got))
            is_observed = isinstance(outcome, Observation)
            if is_observed and identical(list(given), outcome.args):
                outcome, is_observed = replace(outcome, args=list(args)), False
            if value_of(outcome) is right and not is_observed:
                break  # what remembers its calls is asked no more than by the submission
        got = self._read(function, right, value_of(outcome), ways)
        for by_own in ways:
            got = merged(right, by_own, got)
        return with_value(outcome, got)

    def _follow_all(self, function: str, args: tuple, outcome: Any, right: Any) -> Any:
        """The same where a result follows as a whole: draws, or an error that was not raised."""
        expected, ways = None if isinstance(right, ValueError) else right, []
        for by_own, by_zeros, _ in self._by_own(function, args):
            got = value_of(outcome)
            ways.append(by_own)
            self._numbers[function].update(followed(expected, by_own, by_zeros, got, args))
            if merged(by_own, by_own, got) is by_own:
                return right if isinstance(right, ValueError) else drawn(args, outcome, right)
        self._read(function, expected, value_of(outcome), ways, random=True)
        return outcome

    def _read(
        self, function: str, right: Any, got: Any, ways: list[Any], *, random: bool = False
    ) -> Any:
        """A result in the form that is asked for. It is no slip if one of the ways has it, too."""
        meant, slip = read(right, got, random=random)
        if slip and all(read(right, by_own, random=random)[1] != slip for by_own in ways):
            self.slips.add(function)
        return meant

    def _by_own(self, function: str, args: tuple) -> Iterator[tuple[Any, Any, tuple]]:
        """What each right way gives with the helpers, and with zeros in their place; and what it
        leaves of the arguments. First with what the helpers mean, then in the form that it has.
        """
        for way in self.ways(function):
            self._is_form_another = False
            for self._is_form_kept in (False, True):
                if self._is_form_kept and not self._is_form_another:
                    continue
                given = copy.deepcopy(args)
                try:
                    with np.errstate(all="ignore"):
                        by_own = way(*given)
                except Exception:  # noqa: BLE001, S112 - of a helper: then nothing can be said
                    continue
                yield as_sent(by_own), self._by_zeros(way, args), given

    def _by_zeros(self, way: Callable, args: tuple) -> Any:
        """What a way gives if all that the helpers give is zero; None if it cannot do so."""
        self._are_silent = True
        try:
            with np.errstate(all="ignore"):
                return way(*copy.deepcopy(args))
        except Exception:  # noqa: BLE001 - zeros may be no value for it
            return None
        finally:
            self._are_silent = False


def states_of(args: tuple) -> list[dict]:
    """Where the generators among arguments are."""
    return [generator.bit_generator.state for generator in generators(args)]


def drawn(args: tuple, outcome: Any, right: Any) -> Any:
    """The outcome of a random function whose draws, and what else it did, were a helper's."""
    if not isinstance(outcome, Observation):
        return right
    after = copy.deepcopy(list(args))
    for generator in generators(tuple(after)):
        generator.random()
    return Observation(right, after, global_random_changed=False)


def done_likewise(args: tuple, seen: Observation) -> bool:
    """Do to our arguments, and to our global generator, what a helper did to its own.

    Whether there was anything to do.
    """
    is_changed = overwritten(args, seen.args)
    if seen.global_random_changed:
        np.random.random()  # noqa: NPY002 - that one is meant
        is_changed = True
    return is_changed


def aliased(got: Any, args: tuple) -> Any:
    """A result in which an array that is just as an argument is now is that argument: a helper that
    works in place returns it.
    """
    if isinstance(got, tuple):
        return tuple(aliased(entry, args) for entry in got)
    if not isinstance(got, np.ndarray):
        return got
    arrays = [arg for arg in args if isinstance(arg, np.ndarray)]
    return next((arg for arg in arrays if identical(arg, got)), got)


@cache
def compiled(path: Path, _modified: int) -> CodeType:
    """The code of a module of the course, compiled once."""
    return compile(path.read_text(encoding="utf-8"), str(path), "exec")


def merged(right: Any, by_own: Any, got: Any) -> Any:
    """A result in which what is as `right` or as `by_own` is the right entry; `right` itself if
    all of it is.
    """
    if isinstance(right, dict) and isinstance(got, dict):
        own = by_own if isinstance(by_own, dict) else right
        result = got | {k: merged(right[k], own.get(k), got[k]) for k in right if k in got}
        result |= {k: right[k] for k in right if k not in got and k not in own}
        is_all = all(result.get(k, NOT_KNOWN) is v for k, v in right.items())
        return right if is_all and len(result) == len(right) else result
    if isinstance(right, (tuple, list)) and isinstance(got, (tuple, list)):
        if len(right) != len(got):
            return got
        own = by_own if isinstance(by_own, (tuple, list)) else ()
        own = own if len(own) == len(right) else [None] * len(right)
        result = tuple(merged(*three) for three in zip(right, own, got, strict=True))
        return right if all(a is b for a, b in zip(right, result, strict=True)) else result
    return right if is_right(right, by_own, got) else got


def is_right(right: Any, by_own: Any, got: Any) -> bool:
    """Whether one entry of a result is right, or follows from the helpers."""
    if isinstance(got, Handle):
        return True
    if isinstance(right, str) or right is None:
        return type(right) is type(got) and right == got
    if isinstance(right, (dict, tuple, list)):
        return False
    return same(right, got) or matches(by_own, got)
