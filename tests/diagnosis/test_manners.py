"""Hints beside the value: state, arguments written into, refusals, and laws of random numbers."""

from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.course.facts import Roles
from autograder.diagnosis.diagnosis import explanations, told
from autograder.diagnosis.laws import of_moments
from autograder.sandbox.worker.wire import Handle
from autograder.testing.mismatch import BrokenLaw, ChangedArgument, NotRaised, NotRepeatable
from autograder.testing.reference_cases import Cases

X = np.arange(6.0).reshape(2, 3)
CASES = Cases("double", lambda x: 2 * x, [(X + 1,), (X[:1] - 3,)])


def hint_of(failure):
    found = told(explanations(failure, [], Roles()))
    return found.hint if found else ""


def test_a_function_that_remembers_is_told_so():
    seen = []

    def remembering(x):
        seen.append(x)
        return 2 * x + len(seen)

    assert hint_of(CASES.mismatch(remembering, None)).startswith("It remembers something")


@pytest.mark.parametrize("wrong", [lambda x: x / 0 * 0, lambda x: 3 * x + 1])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_function_that_forgets_is_not(wrong):
    assert "remembers" not in hint_of(CASES.mismatch(wrong, None))


def test_a_result_that_stays_with_the_submission_is_no_memory():
    """It comes back under a number, which is another each time."""
    numbers = count()
    cases = Cases("double", lambda x: (2 * x, None), [(X,), (X + 1,)])
    found = cases.mismatch(lambda x: (3 * x + 1, Handle(next(numbers))), 0)
    assert "remembers" not in hint_of(found)


def test_a_function_that_is_right_at_first_is_no_blank():
    """Random numbers, which are right nowhere, are told so, too; they have done nothing."""
    seen, rng = [], np.random.default_rng(0)

    def adding(x):
        seen.append(x)
        return 2 * x + len(seen) - 1

    for wrong, is_blank in ((adding, False), (lambda x: rng.normal(size=x.shape), True)):
        (found,) = explanations(CASES.mismatch(wrong, None), [], Roles())
        assert found.is_blank is is_blank


def test_a_number_that_is_nan_twice_is_the_same_twice():
    cases = Cases("total", lambda x: float(x.sum()), [(X,), (X + 1,)])
    assert "remembers" not in hint_of(cases.mismatch(lambda x: float("nan"), None))


def test_the_entries_of_a_cache_that_are_written_into_are_named():
    failure = ChangedArgument("f", "cache", ({"W": X, "z": X},), 0, {"W": X + 1, "z": X, "n": 1})
    assert hint_of(failure).startswith("cache['W'] is written into")


def test_another_form_twice_is_no_memory():
    assert hint_of(NotRepeatable("f", (X,), (X, X), (X, X))) == ""
    assert hint_of(NotRepeatable("f", (X,), (X, X), (X, X + 1))).startswith("It remembers")


def test_what_is_not_refused_is_told():
    assert "raise ValueError" in hint_of(NotRaised("f", (X, "gelu"), X))


@pytest.mark.parametrize("name", ["moved", "replayed", "fresh", "global"])
def test_the_use_of_the_generator_is_told(name):
    law = SimpleNamespace(reason="wrong_value", message="is off")
    experiment = SimpleNamespace(function="f", laws={}, resembles=None, resembles_in_part=None)
    assert "rng" in hint_of(BrokenLaw(experiment, name, law, {name: 0.0}))


def moments(values):
    rms = np.sqrt(np.mean(values**2))
    return {"mean": float(values.mean() / rms), "fourth": float(np.mean(values**4) / rms**4)}


@pytest.mark.parametrize(
    ("draw", "wanted", "slug"),
    [
        (lambda rng: rng.random(20_000), "normal", "from_zero"),
        (lambda rng: np.abs(rng.normal(size=20_000)), "normal", "absolute_values"),
        (lambda rng: rng.uniform(-1, 1, 20_000), "normal", "uniform_for_normal"),
        (lambda rng: rng.normal(size=20_000), "uniform", "normal_for_uniform"),
        (lambda rng: np.clip(rng.normal(size=20_000), -2, 2), "normal", "truncated"),
    ],
)
def test_another_law_is_told_by_its_moments(draw, wanted, slug):
    found = of_moments("peak", moments(draw(np.random.default_rng(0))), wanted)
    assert found
    assert found[0] == slug


@pytest.mark.parametrize(
    ("ratio", "slug"), [(2.01, "variance_twice"), (0.33, "variance_a_third_of"), (1.23, None)]
)
def test_a_variance_is_told_if_it_is_a_plain_multiple(ratio, slug):
    drawn = {"mean": 0.0, "fourth": 3.0, "variance": ratio}
    found = of_moments("variance", drawn, "normal")
    assert (found and found[0]) == slug
    assert of_moments("variance", drawn | {"variance_exchanged": 1.0}, "normal") is None
