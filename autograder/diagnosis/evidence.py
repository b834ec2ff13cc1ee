"""All that is known of one wrong quantity: the inputs at which it is wrong, and right ones beside.

A property is said of a function only if it fits every input, those of other tests among them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from autograder.diagnosis.branches import branch_of
from autograder.diagnosis.once import Once
from autograder.sandbox.callback import leaves
from autograder.testing.comparison import same
from autograder.testing.mismatch import Case, Context, Key, WrongValue

NUMBERS = (float, int, np.generic, np.ndarray)
ROOM = 16  # times as many numbers: a sum over the batch that is missing is looked at
ENOUGH = 2  # numbers that a property has to get right
ENOUGH_WHOLE = 4
asked_right = Once(5_000)
Guess = Callable[[Case], Any]  # the value that a property predicts; raises where there is none


class Said(NamedTuple):
    """What fits: a slug for its id, a hint, and the branch that it holds in; "" for everywhere.

    Of several that fit, those of the lowest rank are told.
    """

    slug: str
    hint: str
    where: str = ""
    rank: int = 0


@dataclass(frozen=True)
class Evidence:
    """The inputs at which a quantity is wrong, and those at which it is right."""

    function: str
    key: Key
    wrong: list[Case]
    right: list[Case]
    context: Context

    def names(self, case: Case) -> dict[str, Any]:
        """The arguments of a call by name; those of a cache are its entries."""
        return named(self.context.parameters, case.args)

    def upstream_of(self, case: Case) -> list[Key]:
        """The quantities before this one that the student's result at an input has."""
        answer, before = case.answer, self.context.upstream
        if isinstance(answer, (tuple, list)):
            return [k for k in before if k < len(answer)]
        return [k for k in before if k in answer] if isinstance(answer, dict) else []

    def right_answer(self, case: Case) -> Any:
        """All that the reference answers at an input; None if it is not known."""
        return right_answer(self.context, case)

    @cached_property
    def branch(self) -> str | None:
        """Words for just those inputs at which it is wrong, if some argument tells them apart."""
        return self.branch_without(self.right)

    def branch_without(self, right: list[Case]) -> str | None:
        """Words for inputs among which are all wrong ones, and none of these."""
        return branch_of(*([self.names(c) for c in cases] for cases in (self.wrong, right)))

    def fits(self, guess: Guess) -> str | None:
        """Where a guess is what the student returns: "" everywhere, or words for a branch.

        None if it is not so at every wrong input, and at every right one of the branch; or if too
        few numbers speak for it.
        """
        if not all(agrees(guess, case) for case in self.wrong):
            return None
        if sum(telling(case.got) for case in self.wrong) < ENOUGH or is_by_chance(self.wrong):
            return None
        elsewhere = [case for case in self.right if not agrees(guess, case)]
        return self.branch_without(elsewhere) if elsewhere else ""


def evidence_of(mismatch: WrongValue) -> Evidence | None:
    """What is known of a wrong value; None if there is nothing to compare."""
    asked = [*mismatch.cases, *mismatch.context.others]
    known = [countable(case) for case in asked if is_number(case.expected)]
    wrong = [case for case in known if not case.follows and not same(case.expected, case.got)]
    if not wrong or not all(is_number(case.got) for case in wrong):
        return None
    wrong.sort(key=lambda case: -np.size(case.got))  # where the most is asked first
    right = [case for case in known if same(case.expected, case.got)]
    return Evidence(mismatch.function, mismatch.key, wrong, right, mismatch.context)


def countable(case: Case) -> Case:
    """The same with floats for truth values and unsigned numbers, which cannot be subtracted."""
    fits = is_number(case.got) and np.shape(case.got) == np.shape(case.expected)
    is_other = fits and np.asarray(case.got).dtype.kind in "bu"
    return replace(case, got=np.asarray(case.got, float)[()]) if is_other else case


def telling(got: Any) -> int:
    """How many numbers there are in a value that no formula gives by chance."""
    return int(np.sum(np.isfinite(got) & (np.asarray(got) != 0)))


def is_by_chance(cases: list[Case]) -> bool:
    """Whether all numbers are whole ones by themselves, as epochs are, and so few of them that any
    formula may give them.
    """
    values = [value for case in cases for value in (case.expected, case.got)]
    are_whole = all(np.ndim(value) == 0 and np.mod(value, 1) == 0 for value in values)
    return are_whole and sum(telling(case.got) for case in cases) < ENOUGH_WHOLE


def right_answer(context: Context, case: Case) -> Any:
    """All that the reference answers at an input; None if there is none."""
    reference = context.reference
    if reference is None:
        return None
    return asked_right((reference, case.args), "", lambda: reference(*case.args))


def agrees(guess: Guess, case: Case) -> bool:
    """Whether a guess is the student's value at one input."""
    try:
        return matches(guess(case), case.got)
    except Exception:  # noqa: BLE001 - no guess for this input
        return False


def matches(value: Any, got: Any) -> bool:
    """Whether a student's value is that of a wrong formula: nan and inf in the same places."""
    if isinstance(value, list) and isinstance(got, (list, tuple)):
        return len(value) == len(got) and all(map(matches, value, got))
    if not is_number(value) or not is_number(got) or np.shape(value) != np.shape(got):
        return False
    try:
        value, got = np.asarray(value, float), np.asarray(got, float)
    except (TypeError, ValueError):
        return False
    finite = np.isfinite(value)
    if finite.all():
        return same(value, got)
    oddities_agree = np.array_equal(value[~finite], got[~finite], equal_nan=True)
    return oddities_agree and same(value[finite], got[finite])


def is_vast(case: Case) -> bool:
    """Whether much more came back than was asked for: our work may not grow with it."""
    asked, got = (sum(map(np.size, leaves([value]))) for value in (case.expected, case.got))
    return got > ROOM * asked + ROOM


def is_number(value: Any) -> bool:
    """Whether it is a number or an array of numbers."""
    return isinstance(value, NUMBERS) and np.asarray(value).dtype.kind in "biuf"


def named(parameters: Iterable[str], args: tuple) -> dict[str, Any]:
    """The arguments of a call by name; a dict among them is its entries."""
    parameters, found = list(parameters), {}
    for k, value in enumerate(args):
        if isinstance(value, dict):
            found |= value
        elif k < len(parameters):
            found[parameters[k]] = value
    return found


def renamed(parameters: Iterable[str], args: tuple, values: dict[str, Any]) -> tuple:
    """The arguments of a call with other values, by name."""
    parameters, changed = list(parameters), []
    for k, value in enumerate(args):
        if isinstance(value, dict):
            changed.append(value | {name: values[name] for name in value})
        else:
            changed.append(values[parameters[k]] if k < len(parameters) else value)
    return tuple(changed)
