"""A law that a random function breaks, as a question about one call.

A law is about many calls of a test, and an edit cannot be tried with all of them. So the others are
answered here as a right function has answered them: what a single call gives can break the law, or
leave it whole. The worker is asked for that call alone, and learns nothing of the law.
"""

import copy
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.diagnosis.repair import BATCH, Wanted
from autograder.grading.recorded import generators, value_of
from autograder.grading.right_answers import is_no_larger, size_of
from autograder.sandbox.observation import Observation
from autograder.sandbox.trials import Call
from autograder.testing.statistical_test import GENERATOR, BrokenLaw, Experiment, NotDrawn

MOST_ENTRIES = 1_000_000  # of all answers that travel together
MOST_DRAWN = 2_000  # edits that are tried: to judge what they give takes long


@dataclass(frozen=True)
class Answer:
    """Arguments as they came, and what a right function made of them."""

    args: tuple
    seen: Observation

    @property
    def kind(self) -> tuple:
        """The same for calls that differ in their random numbers alone."""
        plain = [arg for arg in self.args if not isinstance(arg, np.random.Generator)]
        return tuple(np.shape(arg) if isinstance(arg, np.ndarray) else repr(arg) for arg in plain)


class Noted:
    """A right function whose answers are noted."""

    def __init__(self, function: Callable) -> None:
        self._function, self.answers = function, list[Answer]()

    def many(self, calls: list[tuple[tuple, bool]]) -> list[Any]:
        return [self._outcome(args, observed=observed) for args, observed in calls]

    def _outcome(self, args: tuple, *, observed: bool) -> Any:
        before, own = copy.deepcopy(args), copy.deepcopy(args)
        seen = Observation(self._function(*own), list(own), global_random_changed=False)
        self.answers.append(Answer(before, seen))
        return outcome(seen, args, observed=observed)


class Replayed:
    """Answers as a right function did, but for the call `at`, which comes to `value`."""

    def __init__(self, answers: list[Answer], at: int, value: Any) -> None:
        seen = [answer.seen for answer in answers]
        seen[at] = Observation(value, seen[at].args, global_random_changed=False)
        self._left = iter(seen)

    def many(self, calls: list[tuple[tuple, bool]]) -> list[Any]:
        return [outcome(next(self._left), args, observed=observed) for args, observed in calls]


def outcome(seen: Observation, args: tuple, *, observed: bool) -> Any:
    """What a test gets; the generators among its arguments are where the call left them."""
    for mine, theirs in zip(generators(args), generators(tuple(seen.args)), strict=True):
        mine.bit_generator.state = theirs.bit_generator.state
    return seen if observed else seen.value


def law_in(failure: Exception) -> tuple[Experiment, str] | None:
    """The law at which a test failed, or for which a call gave nothing that could be counted."""
    found = failure if isinstance(failure, BrokenLaw) else failure.__cause__
    is_of_law = isinstance(found, (BrokenLaw, NotDrawn))
    return (found.experiment, found.name) if is_of_law else None


def wanted_draw(
    experiment: Experiment, name: str, right: Callable, outcomes: list[Any]
) -> Wanted | None:
    """A call whose answer breaks the law `name`, if one does by itself, and what is no such
    answer. `outcomes` are the submission's, in the order of the calls.
    """
    noted = Noted(right)
    with suppress(Exception):  # a right function that fails is the gate's affair
        if not experiment.obeys(noted, name):
            return None
    answers = noted.answers

    def draw(at: int, but: Collection[str] = ()) -> Wanted:
        right = answers[at].seen.value

        def is_right(came: dict[str, Any]) -> bool:
            replayed = Replayed(answers, at, came["value"])
            return is_no_larger(right, came["value"]) and experiment.obeys(replayed, name, but)

        at_once = min(BATCH, max(1, MOST_ENTRIES // size_of(right)))
        return Wanted(Call(answers[at].args), is_right, at_once, MOST_DRAWN)

    firsts = {answer.kind: at for at, answer in reversed(list(enumerate(answers)))}
    by_size = sorted(firsts.values(), key=lambda at: size_of(answers[at].seen.value))
    came = {at: came_to(outcomes[at]) for at in by_size if at < len(outcomes)}
    # Who draws by another method breaks the laws of the generator beside answers of a right
    # function. Who draws as that does shows the mistake by them in a small call already.
    others = () if name in GENERATOR else GENERATOR

    def first_wrong(but: Collection[str]) -> Wanted | None:
        made = ((at, draw(at, but)) for at in came)
        return next((one for at, one in made if not one.judge(came[at])), None)

    certain, small = first_wrong(others), first_wrong(())
    if small is None or (certain is not None and certain.at_once == BATCH):
        return certain
    return replace(small, instead=certain)


def came_to(given: Any) -> dict[str, Any]:
    """What a submission gave in a call, as of a trial."""
    return {} if isinstance(given, Exception) else {"value": value_of(given)}
