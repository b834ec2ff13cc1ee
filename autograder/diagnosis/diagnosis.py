"""From a mismatch to the mistake behind it: a catalogued misconception, or a known error pattern.

Runs only when a test failed. A wrong hint is worse than none, so a hint is given only when every
input agrees and one explanation is left.
"""

import copy
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from autograder.course.facts import Roles
from autograder.course.misconception import Misconception
from autograder.diagnosis.error_patterns import Diagnosis
from autograder.diagnosis.evidence import (
    Evidence,
    evidence_of,
    is_number,
    is_vast,
    matches,
    right_answer,
)
from autograder.diagnosis.manners import manner_of
from autograder.diagnosis.once import Once
from autograder.diagnosis.properties.families import property_of
from autograder.sandbox.callback import leaves
from autograder.testing.comparison import excess, identical, same
from autograder.testing.form import read
from autograder.testing.mismatch import (
    Case,
    ChangedArgument,
    Key,
    LostEntry,
    Mismatch,
    NotRaised,
    NotRepeatable,
    WrongValue,
)
from autograder.testing.reference_cases import pick
from autograder.testing.statistical_test import BrokenLaw

FEW = 8  # whole numbers, which may agree by chance


def explanations(
    mismatch: Mismatch,
    misconceptions: Iterable[Misconception],
    roles: Roles,
    taken: Iterable[Misconception] = (),
) -> list[Diagnosis]:
    """All that may explain a mismatch; only if they agree in their hint is one of them told.

    `roles` are the course's words for the arguments that an error pattern looks for, `taken` are
    other functions of the homework in place of this one.
    """
    if isinstance(mismatch, WrongValue) and mismatch.context.remembers:
        found = manner_of(mismatch)  # what a mistake of that kind gives depends on who asked before
        return [found] if found else []
    explains = EXPLAINS.get(type(mismatch), lambda *_: False)
    own = [m for m in misconceptions if m.function == mismatch.function]
    matching = [m for m in own if explains(m.wrong, mismatch)]
    if not matching and (explains := NEARLY_EXPLAINS.get(type(mismatch))):
        matching = [m for m in own if explains(m.wrong, mismatch)]
    if not matching and isinstance(mismatch, (WrongValue, BrokenLaw)):
        taken = [m for m in taken if EXPLAINS[type(mismatch)](m.wrong, mismatch)]
        matching = taken if len(taken) == 1 else []
    if matching:
        return [Diagnosis(m.id, m.hint) for m in matching]
    if isinstance(mismatch, WrongValue):
        return of_a_part(mismatch, own, roles)
    found = manner_of(mismatch)
    return [found] if found else []


def of_a_part(mismatch: WrongValue, own: list[Misconception], roles: Roles) -> list[Diagnosis]:
    """What explains a value that no misconception explains as a whole.

    First one that is made in a branch alone, then a property, then one in this quantity alone.
    """
    if any(map(is_vast, [*mismatch.cases, *mismatch.context.others])):
        return []
    evidence = evidence_of(mismatch)
    in_branch = [in_a_branch(m, evidence) for m in own] if evidence else []
    if any(in_branch):
        return list(filter(None, in_branch))
    if found := manner_of(mismatch) or property_of(mismatch, roles):
        return [found]
    return list(filter(None, (of_one_quantity(m, evidence) for m in own))) if evidence else []


def in_a_branch(misconception: Misconception, evidence: Evidence) -> Diagnosis | None:
    """A mistake that is made in one branch alone, where all others are right."""
    where = where_made(misconception, evidence)
    return Diagnosis(misconception.id, f"{where}: {misconception.hint}") if where else None


def of_one_quantity(misconception: Misconception, evidence: Evidence) -> Diagnosis | None:
    """A mistake that is made in one quantity, where it could be made in others, too."""
    if where_made(misconception, evidence) != "":
        return None
    return Diagnosis(misconception.id, f"In this quantity: {misconception.hint}")


def where_made(misconception: Misconception, evidence: Evidence) -> str | None:
    """Where a wrong formula is what the student returns, as `fits` says it."""

    def guess(case: Case) -> Any:
        result = attempt(misconception.wrong, case.args)
        if not all(matches(result[k], case.answer[k]) for k in evidence.upstream_of(case)):
            raise LookupError("it differs in what came before")
        for value in readings(pick(result, evidence.key), case.expected, case):
            if matches(value, case.got):
                break  # else it is the last one
        if same(case.expected, value) and not same(case.expected, case.got):
            raise LookupError("it is right, and what it explains is not")
        return value

    return evidence.fits(guess)


def told(found: Iterable[Diagnosis]) -> Diagnosis | None:
    """The one explanation; None if there is none, or if there are several."""
    found = list(found)
    return found[0] if len({one.hint for one in found}) == 1 else None


def explains_value(wrong: Callable, mismatch: WrongValue) -> bool:
    """Whether the wrong formula gives the student's values on all inputs, and no right ones.

    It must agree on what the quantity is computed from, too: two mistakes can meet in one value.
    """
    differs, context = False, mismatch.context
    answers = context.answers or [case.got for case in mismatch.cases]
    for case, answer in zip(mismatch.cases, answers, strict=True):
        right = right_answer(context, case)
        try:
            result = attempt(wrong, case.args)
        except Exception:  # noqa: BLE001 - a wrong formula may raise; the student's did not
            return False
        for found in readings(result, right, case):
            if is_of(found, case, answer, mismatch):
                break
        else:
            return False
        differs = differs or not same(case.expected, pick(found, mismatch.key))
    strictly = may_be_chance(mismatch.cases)
    return differs and all(
        allows(wrong, mismatch.key, other, strictly=strictly) for other in context.others
    )


def readings(result: Any, right: Any, case: Case) -> Iterator[Any]:
    """What a wrong formula gives as it is, then as the student's may have been read: a number, say,
    of a batch of one for an array.
    """
    yield result
    is_random = any(isinstance(leaf, np.random.Generator) for leaf in leaves(case.args))
    yield read(right, result, random=is_random)[0]


def is_of(result: Any, case: Case, answer: Any, mismatch: WrongValue) -> bool:
    """Whether a wrong formula's result is the student's, as far as one quantity needs it."""
    context = mismatch.context
    try:
        return (
            matches(pick(result, mismatch.key), case.got)
            and all(matches(result[key], answer[key]) for key in context.upstream)
            and spares(result, answer, right_answer(context, case))
        )
    except Exception:  # noqa: BLE001 - it may lack what the student's has
        return False


def spares(result: Any, answer: Any, right: Any) -> bool:
    """Whether a wrong formula leaves those other quantities right that the student has right."""
    if isinstance(right, dict) and isinstance(answer, dict):
        known = [(result.get(key), answer.get(key), value) for key, value in right.items()]
    elif isinstance(right, tuple) and isinstance(answer, (tuple, list)):
        known = list(zip(result, answer, right, strict=False))
    else:
        return True
    return not any(
        is_number(value) and same(value, own) and not same(value, wrong)
        for wrong, own, value in known
    )


def may_be_chance(cases: list[Case]) -> bool:
    """Whether values are few whole numbers, or nan and inf alone, which many a mistake gives."""
    values = [case.got for case in cases]
    if not all(map(is_number, values)):
        return False
    if not any(np.any(np.isfinite(got)) for got in values):
        return True
    is_whole = all(np.all(np.mod(got, 1) == 0) for got in values)
    return is_whole and sum(map(np.size, values)) <= FEW


def allows(wrong: Callable, key: Key, case: Case, *, strictly: bool) -> bool:
    """Whether the wrong formula is no more wrong than the student's on an input of another test;
    strictly, whether it is just as wrong.
    """
    try:
        value = pick(attempt(wrong, case.args), key)
    except Exception:  # noqa: BLE001 - the student's does not raise here
        return False
    found = readings(value, case.expected, case)
    is_enough = not strictly or same(case.expected, case.got)
    return any(matches(one, case.got) or (is_enough and same(case.expected, one)) for one in found)


def distance(wrong: Callable, mismatch: WrongValue) -> float:
    """How far a wrong formula is from the student's values: largest error in tolerances."""
    worst = 0.0
    for case in mismatch.cases:
        try:
            value = pick(attempt(wrong, case.args), mismatch.key)
            if not matches(value, case.got):
                far = np.nan_to_num(excess(value, case.got), nan=np.inf, posinf=np.inf)
                worst = max(worst, float(np.max(far)))
        except Exception:  # noqa: BLE001 - of another shape, or none at all
            return float("inf")
    return worst


def explains_argument(wrong: Callable, mismatch: ChangedArgument) -> bool:
    """Whether the wrong function does to the argument just what the student's does."""
    args, position = mismatch.inputs, mismatch.position
    own = copy.deepcopy(args)
    try:
        wrong(*own)
    except Exception:  # noqa: BLE001
        return False
    return not identical(args[position], own[position]) and alike(own[position], mismatch.after)


def explains_silence(wrong: Callable, mismatch: NotRaised) -> bool:
    """Whether the wrong function does not raise either, and returns what the student's returns."""
    try:
        return alike(attempt(wrong, mismatch.inputs), mismatch.got)
    except Exception:  # noqa: BLE001
        return False


def explains_repetition(wrong: Callable, mismatch: NotRepeatable) -> bool:
    """Whether the wrong function, too, gives another answer when called again."""
    try:
        first, second = (copy.deepcopy(wrong(*copy.deepcopy(mismatch.inputs))) for _ in range(2))
    except Exception:  # noqa: BLE001
        return False
    return not identical(first, second)


def explains_lost_entry(wrong: Callable, mismatch: LostEntry) -> bool:
    """Whether the wrong function's result lacks the same key."""
    try:
        result, got = attempt(wrong, mismatch.case.args), mismatch.case.got
    except Exception:  # noqa: BLE001
        return False
    if not (isinstance(result, dict) and isinstance(got, dict)):
        return type(result) is type(got)
    if mismatch.key in got and mismatch.key in result:
        return alike(result[mismatch.key], got[mismatch.key])
    return mismatch.key not in got and mismatch.key not in result


def explains_law(wrong: Callable, mismatch: BrokenLaw) -> bool:
    """Whether the wrong random function has the student's statistics, all of them."""
    try:
        return mismatch.experiment.resembles(wrong, mismatch.drawn)
    except Exception:  # noqa: BLE001
        return False


EXPLAINS: dict[type[Mismatch], Callable[[Callable, Any], bool]] = {
    WrongValue: explains_value,
    ChangedArgument: explains_argument,
    NotRaised: explains_silence,
    NotRepeatable: explains_repetition,
    LostEntry: explains_lost_entry,
    BrokenLaw: explains_law,
}


def explains_law_alone(wrong: Callable, mismatch: BrokenLaw) -> bool:
    """Whether it has the statistics of the calls that broke the law, and is right in all others."""
    try:
        return mismatch.experiment.resembles_in_part(wrong, mismatch.drawn, mismatch.name)
    except Exception:  # noqa: BLE001
        return False


def explains_silence_alone(wrong: Callable, mismatch: NotRaised) -> bool:
    """Whether the wrong function does not raise either, whatever it returns."""
    try:
        attempt(wrong, mismatch.inputs)
    except Exception:  # noqa: BLE001
        return False
    return True


# Asked where nothing explains all that is known: a student may make a second mistake elsewhere.
NEARLY_EXPLAINS: dict[type[Mismatch], Callable[[Callable, Any], bool]] = {
    NotRaised: explains_silence_alone,
    BrokenLaw: explains_law_alone,
}

attempted = Once(8_000)  # twice what all known mistakes of an assignment leave


def attempt(wrong: Callable, args: tuple) -> Any:
    """What a wrong function returns, without its warnings and its traces in the arguments."""

    def ask() -> Any:
        with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
            return wrong(*copy.deepcopy(args))

    return attempted((wrong, args), "", ask)


def alike(expected: Any, got: Any) -> bool:
    """Whether two results are the same to the tolerance, dicts and tuples entry by entry."""
    if isinstance(expected, dict):
        agree = isinstance(got, dict) and expected.keys() == got.keys()
        return agree and all(alike(expected[key], got[key]) for key in expected)
    if isinstance(expected, (list, tuple)):
        agree = isinstance(got, (list, tuple)) and len(expected) == len(got)
        return agree and all(map(alike, expected, got))
    if isinstance(expected, str) or expected is None:
        return type(expected) is type(got) and expected == got
    return matches(expected, got)
