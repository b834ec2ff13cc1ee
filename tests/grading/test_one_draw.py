"""A law of a random function as a question about one call: is the one that breaks it found, and
are right answers to it told from wrong ones?
"""

import numpy as np
import pytest

from autograder.grading.repair.one_draw import law_in, wanted_draw
from autograder.sandbox.failure import CallFailed
from autograder.sandbox.observation import Observation
from autograder.testing import GENERATOR, Experiment, Law, draw

SMALL, LARGE, CALLS = 10, 2_000, 5


def right(rng, count, scale):
    return scale * rng.normal(size=count)


def statistics(function):
    rng = np.random.default_rng(1)
    draw("noise", function, rng, SMALL, 1.0)
    one, three = (draw("noise", function, rng, LARGE, scale).value for scale in (1.0, 3.0))
    many = [draw("noise", function, rng, SMALL, 2.0).value for _ in range(CALLS)]
    firsts = {value[0] for value in many}
    return {"one": np.std(one), "three": np.std(three), "many": float(len(firsts) > 1)}


SCALE = Law(0.9, 1.1, "has another scale"), Law(2.7, 3.3, "has another scale")
NOISE = Experiment(
    "noise",
    {statistics: {"one": SCALE[0], "three": SCALE[1], "many": Law(1, 1, "is always the same")}},
)


class Submitted:
    """A function as a submission's: what came of its calls is noted."""

    def __init__(self, function):
        self._function, self.outcomes = function, []

    def many(self, calls):
        (args, observed), outcome = calls[0], None
        assert observed
        try:
            outcome = Observation(self._function(*args), list(args), global_random_changed=False)
        except ArithmeticError:
            outcome = CallFailed("exception", "it raised", function="noise")
        self.outcomes.append(outcome)
        return [outcome]


def wanted(wrong, name):
    submitted = Submitted(wrong)
    with pytest.raises((AssertionError, CallFailed)) as failure:
        NOISE.check(submitted, name)
    assert law_in(failure.value) == (NOISE, name)
    return wanted_draw(NOISE, name, right, submitted.outcomes)


def squared(rng, count, scale):
    return scale**2 * rng.normal(size=count)


def test_the_call_is_the_one_that_breaks_the_law():
    """The scale is squared, which shows where it is 3, and nowhere else."""
    rng, count, scale = wanted(squared, "three").call.args
    assert isinstance(rng, np.random.Generator)
    assert (count, scale) == (LARGE, 3.0)


def test_what_is_right_is_known_by_the_law_and_not_by_the_draws():
    asked, rng = wanted(squared, "three"), np.random.default_rng(5)
    assert asked.judge({"value": right(rng, LARGE, 3.0)})
    assert asked.judge({"value": 3.0 * rng.standard_t(500, LARGE)})
    assert not asked.judge({"value": squared(rng, LARGE, 3.0)})
    assert not asked.judge({"value": right(rng, LARGE, 1.0)})


@pytest.mark.parametrize("value", [None, "x", [1, 2], np.ones(3), np.ones((LARGE, LARGE))])
def test_whatever_an_edit_gives_it_may_be_no_answer_at_all(value):
    asked = wanted(squared, "three")
    assert not asked.judge({"value": value})
    assert not asked.judge({"raised": ["ValueError"]})


def test_who_draws_by_another_method_is_right_beside_a_right_function():
    """What the same generator gives is for the law of the generator alone to compare."""

    def statistics(function):
        rng, again = np.random.default_rng(1), np.random.default_rng(1)
        first, other = (draw("noise", function, r, LARGE, 1.0).value for r in (rng, again))
        return {"one": np.std(first), "replayed": float(np.array_equal(first, other))}

    laws = {"one": SCALE[0], "replayed": GENERATOR["replayed"]}
    noise = Experiment("noise", {statistics: laws})
    found = [wanted_draw(noise, name, right, [2 * np.ones(LARGE)] * 2) for name in laws]
    mended = {"value": np.random.default_rng(5).standard_t(500, LARGE)}
    assert [asked.judge(mended) for asked in found] == [True, False]


def test_a_call_that_raises_is_the_one():
    def raising(rng, count, scale):
        if scale > 2:
            raise ArithmeticError
        return right(rng, count, scale)

    assert wanted(raising, "three").call.args[1:] == (LARGE, 3.0)


def test_a_law_that_no_call_breaks_by_itself_asks_for_none():
    def constant(rng, count, scale):
        return right(np.random.default_rng(3), count, scale)

    assert wanted(constant, "many") is None


def test_what_travels_together_is_no_more_than_travels_with_one_large_answer(monkeypatch):
    monkeypatch.setattr("autograder.grading.repair.one_draw.MOST_ENTRIES", 3 * LARGE)
    assert wanted(squared, "three").at_once == 3
    monkeypatch.setattr("autograder.grading.repair.one_draw.MOST_ENTRIES", 1)
    assert wanted(squared, "three").at_once == 1
