"""A helper cannot tell the questions of its tests from those of the model answer."""

import numpy as np
import pytest

from autograder.grading.steady import Mixed
from autograder.sandbox.observation import Observation

QUESTIONS = [((np.full(3, float(n)),), 2 * np.full(3, float(n))) for n in range(9)]


class Helper:
    """Says what it says to the model answer wherever it thinks that this one asks."""

    __name__ = "helper"

    def __init__(self, thinks_so):
        self._thinks_so = thinks_so

    def many(self, calls):
        return [self._one(args, calls, observed=observed) for args, observed in calls]

    def _one(self, args, calls, *, observed):
        value = (2 if self._thinks_so(len(calls), observed) else 1) * args[0]
        if not observed:
            return value
        return Observation(value, list(args), global_random_changed=False)


def is_same(thinks_so, calls):
    mixed = Mixed(Helper(thinks_so), QUESTIONS, np.random.default_rng(0))
    for call in calls:
        assert len(mixed.many(call)) == len(call)
    return mixed.is_same


X = np.ones(3)
ALONE, SHOWN, MANY = [((X,), False)], [((X,), True)], [((X,), False)] * 5


@pytest.mark.parametrize(
    ("thinks_so", "calls"),
    [
        (lambda count, observed: count == 1, [ALONE, SHOWN, MANY]),
        (lambda count, observed: observed, [ALONE, MANY]),
        (lambda count, observed: count == 1 and observed, [SHOWN]),
    ],
    ids=["a call that comes alone", "that it shows its arguments", "both"],
)
def test_by_the_form_of_a_request_nobody_is_told_apart(thinks_so, calls):
    assert not is_same(thinks_so, calls)


def test_who_answers_all_alike_is_the_same():
    assert is_same(lambda *_: True, [ALONE, SHOWN, MANY])


def test_a_test_that_asks_nothing_is_asked_nothing():
    assert is_same(lambda *_: False, [[]])
