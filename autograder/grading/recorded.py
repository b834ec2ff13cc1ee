"""Functions of a submission that remember what they answered, and answer the same again.

A test may be run once more on answers that are read in another way; the submission is asked
nothing twice, so it has no second guess.
"""

import hashlib
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.grading.numbers import is_idle
from autograder.sandbox.callback import leaves
from autograder.sandbox.failure import again
from autograder.sandbox.observation import Observation
from autograder.sandbox.remote_function import RemoteFunction
from autograder.sandbox.worker.wire import ORDERS, Handle, encode
from autograder.testing.comparison import identical, is_real

Call = tuple[tuple, bool]  # arguments, and whether what becomes of them is observed
Asked = list[tuple[tuple, Any]]  # arguments, and the value that came
# Function, arguments, and a value or an Observation -> what is taken for it.
Transform = Callable[[str, tuple, Any], Any]


@dataclass
class Answered:
    """One call and its outcome. Generators go on from where the submission left them.

    A call `is_idle` that returned nothing but zeros and arguments as they came.
    """

    key: bytes
    outcome: Any
    states: list[dict] = field(default_factory=list)
    is_idle: bool = False


class RecordedFunction:
    """A remote function that keeps a record of its calls."""

    def __init__(self, remote: RemoteFunction) -> None:
        self._remote, self.__name__ = remote, remote.__name__
        self._kept: list[tuple[Call, bytes | None, Any, list[dict]]] = []

    @property
    def has_answered(self) -> bool:
        """Whether any call gave a value."""
        return any(not isinstance(outcome, Exception) for _, _, outcome, _ in self._kept)

    def __call__(self, *args: Any) -> Any:
        return called(self, args)

    def observe(self, *args: Any) -> Observation:
        """Call, and see what the call did to its arguments and to NumPy's global generator."""
        return _the_one(self.many([(args, True)]))

    def many(self, calls: list[Call]) -> list[Any]:
        """Outcomes of many calls (args, observed); ends early where the worker dies."""
        # A generator is in another state afterwards; the keys of other calls can wait.
        keys = [key_of(call) if generators(call[0]) else None for call in calls]
        outcomes = self._remote.many(calls)
        for call, key, outcome in zip(calls, keys, outcomes, strict=False):
            states = [g.bit_generator.state for g in generators(call[0])] if key else []
            self._kept.append((call, key, outcome, states))
        return outcomes

    def record(self) -> list[Answered]:
        """All calls so far, in order."""
        return [
            Answered(key or key_of(call), outcome, states, is_idle(value_of(outcome), call[0]))
            for call, key, outcome, states in self._kept
        ]


class ReplayedFunction:
    """Answers as recorded, each by way of `transform`; asks `remote` what was not asked."""

    def __init__(
        self, remote: RecordedFunction, record: list[Answered], transform: Transform
    ) -> None:
        self._remote, self.__name__, self._transform = remote, remote.__name__, transform
        self._left: dict[bytes, deque[Answered]] = defaultdict(deque)
        for answered in record:
            self._left[answered.key].append(answered)
        self.has_answered = remote.has_answered or any(
            not isinstance(answered.outcome, Exception) for answered in record
        )

    def __call__(self, *args: Any) -> Any:
        return called(self, args)

    def record(self) -> list[Answered]:
        """All calls that were not recorded before."""
        return self._remote.record()

    def observe(self, *args: Any) -> Observation:
        """As of a RecordedFunction."""
        return _the_one(self.many([(args, True)]))

    def many(self, calls: list[Call]) -> list[Any]:
        """As of a RecordedFunction."""
        outcomes = []
        for args, observed in calls:
            given = [(g, g.bit_generator.state) for g in generators(args)]
            outcome = self._outcome((args, observed))
            left_as = [g.bit_generator.state for g, _ in given]
            for generator, state in given:  # what transforms it sees the arguments as they came
                generator.bit_generator.state = state
            outcomes.append(self._transformed(args, outcome))
            for (generator, _), state in zip(given, left_as, strict=True):
                generator.bit_generator.state = state
        return outcomes

    def _outcome(self, call: Call) -> Any:
        left = self._left[key_of(call)]
        if not left:
            (outcome,) = self._remote.many([call])
            return outcome
        answered = left.popleft()
        for generator, state in zip(generators(call[0]), answered.states, strict=True):
            generator.bit_generator.state = state
        return answered.outcome

    def _transformed(self, args: tuple, outcome: Any) -> Any:
        is_value = not isinstance(outcome, Exception)
        return self._transform(self.__name__, args, outcome) if is_value else outcome


def called(function: "RecordedFunction | ReplayedFunction", args: tuple) -> Any:
    """What a plain call gives; as at home, what it does to its arguments is done to them."""
    seen = function.observe(*args)
    overwritten(args, seen.args)
    return seen.value


def overwritten(mine: Any, theirs: Any) -> bool:
    """Write what is in `theirs` into the arrays of `mine`. Whether anything was another."""
    if isinstance(mine, np.ndarray):
        fits = isinstance(theirs, np.ndarray) and theirs.shape == mine.shape and is_real(theirs)
        is_other = not fits or not identical(mine, theirs)
        if fits and is_other:
            np.copyto(mine, theirs, casting="unsafe")
        return is_other
    pairs: list[tuple] = []
    if isinstance(mine, dict) and isinstance(theirs, dict):
        pairs = [(mine[key], theirs[key]) for key in mine if key in theirs]
    elif isinstance(mine, (list, tuple)) and isinstance(theirs, (list, tuple)):
        pairs = list(zip(mine, theirs, strict=False))
    return sum(overwritten(*pair) for pair in pairs) > 0  # all of them


def key_of(call: Call) -> bytes:
    """By this a call is known again. All functions among arguments count as one."""
    return hashlib.sha256(encode(call, ORDERS, lambda _: 0)).digest()


def generators(args: tuple) -> list[np.random.Generator]:
    """The generators among arguments."""
    return [leaf for leaf in leaves(args) if isinstance(leaf, np.random.Generator)]


def is_random(args: tuple) -> bool:
    """Whether a call with these arguments may draw: its values are not those of another call."""
    return bool(generators(args))


def can_be_asked_again(args: tuple) -> bool:
    """Whether a question means the same to another child: it holds nothing of this one's, nor a
    generator, beside which others may be drawn from.
    """
    kinds = Handle, np.random.Generator
    return not any(isinstance(leaf, kinds) or callable(leaf) for leaf in leaves(args))


def value_of(outcome: Any) -> Any:
    """The value in an outcome that may be an Observation."""
    return outcome.value if isinstance(outcome, Observation) else outcome


def with_value(outcome: Any, value: Any) -> Any:
    """The outcome with another value."""
    return replace(outcome, value=value) if isinstance(outcome, Observation) else value


def _the_one(outcomes: list[Any]) -> Any:
    (outcome,) = outcomes
    if isinstance(outcome, Exception):
        raise again(outcome)
    return outcome
