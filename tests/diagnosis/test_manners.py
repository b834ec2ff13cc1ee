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


def broken(name):
    law = SimpleNamespace(reason="wrong_value", message="is off")
    experiment = SimpleNamespace(function="f", laws={}, resembles=None, resembles_in_part=None)
    return BrokenLaw(experiment, name, law, {name: 0.0})


@pytest.mark.parametrize("name", ["moved", "replayed", "global"])
def test_the_use_of_the_generator_is_told(name):
    assert "rng" in hint_of(broken(name))


def test_the_same_numbers_although_it_draws_are_no_seed_inside():
    """One index a fold, say: whatever the order is, the folds are the same."""
    assert hint_of(broken("fresh")) == ""


def test_nothing_is_said_of_a_random_function_by_the_few_inputs_that_leave_no_chance():
    """All is dropped where nothing should be: that is no argument that is 0."""

    def noisy(x, scale, p, rng):
        return scale * x * (rng.random(x.shape) >= p)

    rng = np.random.default_rng(0)
    inputs = [(X + k, 2.0 + k, 0.0, rng) for k in range(3)]
    cases = Cases("noisy", noisy, inputs)
    assert hint_of(cases.mismatch(lambda x, scale, p, rng: 0 * x, None)) == ""
    cases = Cases("scaled", lambda x, scale: scale * x, [args[:2] for args in inputs])
    assert hint_of(cases.mismatch(lambda x, scale: 0 * x, None)) != ""


def moments(values):
    rms = np.sqrt(np.mean(values**2))
    powers = {"mean": values.mean() / rms, "fourth": np.mean(values**4) / rms**4}
    return {**powers, "peak": np.abs(values).max() / rms}


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


@pytest.mark.parametrize("mean", [0.3, 1.0, 1.3, 1.6, 1.8, 2.5])
def test_numbers_with_another_mean_are_of_no_other_law(mean):
    values = np.random.default_rng(0).normal(mean, size=20_000)
    for broken_law in ("mean", "peak", "middle"):
        assert of_moments(broken_law, moments(values), "normal") is None


@pytest.mark.parametrize(
    ("ratio", "slug"), [(2.01, "variance_twice"), (0.33, "variance_a_third_of"), (1.23, None)]
)
def test_a_variance_is_told_if_it_is_a_plain_multiple(ratio, slug):
    drawn = {"mean": 0.0, "fourth": 3.0, "variance": ratio}
    found = of_moments("variance", drawn, "normal")
    assert (found and found[0]) == slug
    assert of_moments("variance", drawn | {"variance_exchanged": 1.0}, "normal") is None
