"""What a hidden test is written with: the inputs of one function beside the reference's answers.

A test file makes one `Cases` a function; its tests each check one quantity of the result. Every
answer, the reference's and the student's, is computed once and shared by those tests.
"""

import copy
import inspect
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from autograder.course.inputs.seed import note
from autograder.sandbox.callback import leaves
from autograder.sandbox.failure import CallFailed, again
from autograder.sandbox.observation import Observation
from autograder.sandbox.worker.wire import Constant
from autograder.testing.calls import call, call_many
from autograder.testing.comparison import NOTHING, Difference, difference, identical, same
from autograder.testing.conditioning import unfit
from autograder.testing.mismatch import (
    Case,
    ChangedArgument,
    Context,
    Key,
    LostEntry,
    Mismatch,
    NotRaised,
    NotRepeatable,
    WrongValue,
)

STATELESS = (np.ndarray, np.generic, int, float, complex, str, type(None))
NOT_THERE = Difference("missing", "is not in the result")
NOT_KEPT = Difference("missing", "is not kept in the result")
OBSERVED = 4  # inputs, spread over all, on which arguments are looked at after the call


class Cases:
    """Inputs of `function`, and what `reference` answers.

    `step(args, values, key)` gives quantity `key` from the quantities before it, `chain[key]`: a
    value that is wrong only because an earlier one of the same result was is right. Without `step`
    nothing is excused, but a diagnosis has to fit the earlier quantities, too.

    `square` are inputs like `inputs`, one for one, but with all sizes equal. A wrong transpose
    raises on rectangular arrays and says nothing of the other quantities; the square twin does.

    `beside` are the common cases of a function whose rare ones these are: on one rare input many
    mistakes look alike, so a diagnosis has to fit the common ones, too.
    """

    def __init__(
        self,
        function: str,
        reference: Callable,
        inputs: Sequence[tuple],
        chain: dict[str, tuple[str, ...]] | None = None,
        step: Callable[[tuple, dict, str], Any] | None = None,
        square: Sequence[tuple] = (),
        beside: "Sequence[Cases]" = (),
    ) -> None:
        self.function, self.inputs = function, [*inputs, *square]
        self._twins = dict(zip(range(len(inputs)), range(len(inputs), len(self.inputs))))  # noqa: B905
        self._reference, self._chain, self._step = reference, chain or {}, step
        self._beside = beside
        self._parameters = list(inspect.signature(reference).parameters)
        self._expected: list[Any] | None = None
        self._answers: WeakKeyDictionary[Callable, dict[int, Any]] = WeakKeyDictionary()
        self._remembering: WeakKeyDictionary[Callable, bool] = WeakKeyDictionary()
        self._observed = range(0, len(self.inputs), 1 + len(self.inputs) // OBSERVED)
        calls = [(args, i in self._observed) for i, args in enumerate(self.inputs)]
        # Functions and generators have a state.
        is_constant = all(isinstance(leaf, STATELESS) for leaf in leaves(calls))
        self._calls = Constant(calls) if is_constant else calls
        note(self)

    @property
    def expected(self) -> list[Any]:
        """The reference's answer to every input."""
        if self._expected is None:
            self._expected = [self._reference(*copy.deepcopy(args)) for args in self.inputs]
        return self._expected

    def unfit(self, answers: Path) -> str | None:
        """What is wrong with the inputs for code in float32; `answers` are the model's."""
        try:
            expected = self.expected
        except Exception:  # noqa: BLE001 - the test that asks for it tells
            return None
        return unfit(self.function, self.inputs, expected, self._reference, answers)

    def drawn_as(self, other: "Cases") -> bool:
        """Whether the inputs are those of `other`, whose reference then has answered already."""
        is_same = self.function == other.function and identical(self.inputs, other.inputs)
        self._expected = self._expected or (other._expected if is_same else None)
        return is_same

    def check(self, function: Callable, key: Key = None, *, only: Callable | None = None) -> None:
        """Compare `key` of the student's answers (all of it if None) with the reference's.

        `only(*args)` chooses the inputs this test is about. Raises Mismatch or CallFailed.
        """
        chosen = [i for i, args in enumerate(self.inputs) if only is None or only(*args)]
        returned, first = [], None
        for i in chosen:
            if self._has_square_answer(function, i):
                continue
            expected, answer = pick(self.expected[i], key), self.answer(function, i)
            if not _has(answer, key):
                case = Case(self.inputs[i], expected, answer)
                raise LostEntry(self.function, key, NOT_THERE, case)
            case, found = self._compared(i, answer, key)
            returned.append(case)
            if found:
                first = first or (found, case)
        if first:
            raise self._wrong_value(key, first, returned, self._context(function, key, chosen))

    def _wrong_value(
        self, key: Key, first: tuple, returned: list[Case], context: Context
    ) -> WrongValue:
        """What `check` raises; made here, so that no frame of its traceback holds it."""
        return WrongValue(self.function, key, *first, returned, context)

    def _context(self, function: Callable, key: Key, chosen: list[int]) -> Context:
        """What a diagnosis has to fit beside the values that this test looks at."""
        looked_at = [i for i in chosen if not self._has_square_answer(function, i)]
        answers = [self.answer(function, i) for i in looked_at]
        is_dict = isinstance(self.expected[0], dict)
        return Context(
            answers,
            self._parameters,
            tuple(self.expected[0]) if is_dict else (),
            self._upstream(key, answers),
            self._others(function, key, chosen),
            self._reference,
            self._remembers(function, looked_at[0]),
        )

    def _remembers(self, function: Callable, i: int) -> bool:
        """Whether the same call gives another answer; asked once, where no argument has a state."""
        if function not in self._remembering:
            first, self._remembering[function] = self.answer(function, i), False
            if isinstance(self._calls, Constant):
                with suppress(Exception):  # it answered before: that is what counts
                    again = call(self.function, function, *self.inputs[i])
                    self._remembering[function] = not identical([first], [again])
        return self._remembering[function]

    def mismatch(
        self, function: Callable, key: Key, only: Callable | None = None
    ) -> Mismatch | None:
        """The Mismatch that `check` raises, if it does."""
        try:
            self.check(function, key, only=only)
        except Mismatch as found:
            return found
        return None

    def _others(self, function: Callable, key: Key, chosen: list[int]) -> list[Case]:
        """The cases at which this test does not look: a diagnosis must fit them, too."""
        elsewhere = [(self, i) for i in set(range(len(self.inputs))) - set(chosen)]
        elsewhere += [(cases, i) for cases in self._beside for i in range(len(cases.inputs))]
        found = []
        for cases, i in elsewhere:
            try:
                answer = cases.answer(function, i)
            except Exception:  # noqa: BLE001, S112 - no answer, no evidence
                continue
            expected = cases.expected[i]
            if _has(answer, key) and _has(expected, key):
                found.append(cases._compared(i, answer, key)[0])
        return found

    def _compared(self, i: int, answer: Any, key: Key) -> tuple[Case, Difference | None]:
        """One quantity at input `i`, and how it differs from what is right or follows."""
        expected, got = pick(self.expected[i], key), pick(answer, key)
        found = difference(expected, got)
        follows = bool(found) and self._follows(i, answer, key)
        case = Case(self.inputs[i], expected, got, answer, follows)
        return case, None if follows else found

    def _upstream(self, key: Key, answers: list[Any]) -> tuple[str, ...]:
        """The quantities `key` is computed from, where every answer has them."""
        before = self._chain.get(key, ())
        return tuple(k for k in before if all(_has(answer, k) for answer in answers))

    def _has_square_answer(self, function: Callable, i: int) -> bool:
        """Whether input `i` raises and its square twin does not."""
        if i not in self._twins:
            return False
        try:
            self.answer(function, i)
        except ValueError:
            self.answer(function, self._twins[i])
            return True
        except CallFailed:
            return False
        return False

    def check_rectangular(self, function: Callable) -> None:
        """Check that the function runs where sizes differ. Raises what it raises."""
        for i in self._twins:
            self.answer(function, i)

    def _follows(self, i: int, answer: Any, key: Key) -> bool:
        """Whether the value is right given the student's own earlier values, which are not."""
        if self._step is None:
            return False
        values = dict(self.expected[i]) if key in self._chain else {}
        own = [k for k in self._chain.get(key, ()) if _has(answer, k)]
        if all(same(values[k], answer[k]) for k in own):
            return False
        for k in own:
            found = difference(values[k], answer[k])
            if found and found.reason != "wrong_value":
                return False
            values[k] = answer[k]
        if own and not any(np.any(answer[k]) for k in own):  # from zeros anything follows
            return False
        return same(self._step(self.inputs[i], values, key), answer[key])

    def answer(self, function: Callable, i: int) -> Any:
        """What the student's function returns for input `i`; asked once. Raises CallFailed."""
        known = self._answers.get(function)
        if known is None:
            known = self._answers[function] = {}
        if i not in known:
            unknown = [k for k in range(i, len(self.inputs)) if k not in known]
            is_first = len(unknown) == len(self.inputs)
            calls = self._calls if is_first else [self._calls[k] for k in unknown]
            if not isinstance(self._calls, Constant):  # a generator would stay where this one left
                calls = copy.deepcopy(calls)
            known |= dict(zip(unknown, call_many(self.function, function, calls), strict=False))
        outcome = known[i]
        if isinstance(outcome, Exception):
            raise again(outcome)
        return outcome.value if isinstance(outcome, Observation) else outcome

    def check_kept(
        self, function: Callable, names: Sequence[str], *, only: Callable | None = None
    ) -> None:
        """Check that the result keeps the arguments `names` under their names; `only` as above."""
        for i, args in enumerate(self.inputs):
            if only is not None and not only(*args):
                continue
            answer = self.answer(function, i)
            for name in names:
                expected = self.expected[i][name]
                if not _has(answer, name) or not _kept(expected, answer[name]):
                    case = Case(args, expected, answer)
                    raise LostEntry(self.function, name, NOT_KEPT, case)

    def check_twice(self, function: Callable) -> None:
        """Check that the same call gives the same dict of arrays twice."""
        square = list(self._twins.values()) or range(len(self.inputs))
        for args in [self.inputs[i] for i in square[:2]]:
            own = [copy.deepcopy(args) for _ in range(2)]
            first, second = (call(self.function, function, *args) for args in own)
            if not isinstance(first, dict) or not identical(first, second):
                raise NotRepeatable(self.function, args, first, second)

    def check_arguments(self, function: Callable) -> None:
        """Check that the function changes none of its arguments."""
        for i in self._observed:
            if self._has_square_answer(function, i):
                continue
            self.answer(function, i)
            args, after = self.inputs[i], self._answers[function][i].args
            for position, (before, now) in enumerate(zip(args, after, strict=True)):
                if not identical(before, now):
                    parameter = self._parameters[position]
                    raise ChangedArgument(self.function, parameter, args, position, now)

    def check_raises(self, function: Callable, *args: Any) -> None:
        """Check that the function raises ValueError for `args`, and not for a good input."""
        self.answer(function, 0)
        try:
            got = call(self.function, function, *args)
        except ValueError:
            return
        raise NotRaised(self.function, args, got)


def pick(result: Any, key: Key) -> Any:
    """One quantity of a result: of a dict by name, of a tuple by position, all of it by None."""
    return result if key is None else result[key]


def _kept(expected: Any, got: Any) -> bool:
    if isinstance(expected, str) or expected is None:
        return got == expected if isinstance(got, str) else got is expected
    return same(expected, got)


def _has(result: Any, key: Key) -> bool:
    if isinstance(key, str):
        return isinstance(result, dict) and key in result
    if isinstance(key, int):
        return (
            isinstance(result, (tuple, list)) and key < len(result) and result[key] is not NOTHING
        )
    return True
