"""Hints beside the value: state, arguments written into, refusals, and laws of random numbers."""

from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.course.facts import Roles
from autograder.course.misconception import Misconception
from autograder.diagnosis.diagnosis import alike, explanations, told
from autograder.diagnosis.laws import of_moments
from autograder.sandbox.worker.wire import Handle
from autograder.testing.comparison import Difference
from autograder.testing.mismatch import (
    Case,
    ChangedArgument,
    LostEntry,
    Mismatch,
    NotRaised,
    NotRepeatable,
)
from autograder.testing.reference_cases import Cases
from autograder.testing.statistical_test import BrokenLaw, Experiment, Law

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


def broken(name, **drawn):
    law = SimpleNamespace(reason="wrong_value", message="is off")
    experiment = SimpleNamespace(function="f", laws={}, resembles=None, resembles_in_part=None)
    return BrokenLaw(experiment, name, law, {name: 0.0} | drawn)


@pytest.mark.parametrize("name", ["moved", "replayed", "global"])
def test_the_use_of_the_generator_is_told(name):
    assert "rng" in hint_of(broken(name))


def test_of_numbers_that_nobody_drew_no_other_generator_is_said_to_draw_them():
    hint = hint_of(broken("moved", replayed=1.0))
    assert "nothing is drawn from the rng" in hint
    assert "np.random" not in hint
    assert "np.random" in hint_of(broken("moved", replayed=1.0, **{"global": 1.0}))


@pytest.mark.parametrize("name", ["unchanged", "evaluation, unchanged"])
def test_an_argument_of_a_random_function_that_is_written_into_is_told(name):
    assert "is no copy" in hint_of(broken(name))


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


@pytest.mark.parametrize(
    ("ratio", "told"),
    [(400.0, "more than ten times"), (0.01, "less than a tenth"), (7.0, None), (0.0, None)],
)
def test_a_scale_far_from_the_right_one_is_told(ratio, told):
    found = of_moments("variance", {"mean": 0.0, "fourth": 3.0, "variance": ratio}, "normal")
    assert (found and told in found[1]) if told else found is None


LAW = Law(-1.0, 1.0, "is off")
DRAWS = Experiment("f", {lambda f, n=n: {n: f(n)}: {n: LAW} for n in ("mean", "spread")})
FOUND = Difference("missing", "is not in the result")
CALLS = count()


def adding(number):
    def wrong(x):
        x += number
        return x

    return wrong


def having(**statistics):
    return statistics.get


def lost(got):
    return LostEntry("f", "z", FOUND, Case((X,), X, got))


def raising(*_):
    raise RuntimeError("a wrong formula may")


@pytest.mark.parametrize(
    ("failure", "mistake", "others"),
    [
        (ChangedArgument("f", "x", (X,), 0, X + 1), adding(1), [adding(2), np.copy, raising]),
        (NotRepeatable("f", (X,), 1, 2), lambda x: next(CALLS), [np.copy, raising]),
        (NotRaised("f", (X,), X), lambda x: x + 1, [raising]),
        (lost({}), lambda x: {"h": x}, [lambda x: {"z": x}, np.copy, raising]),
        (lost({"z": 2 * X}), lambda x: {"z": 2 * x}, [lambda x: {"z": x}, lambda x: {}]),
        (lost(None), lambda x: None, [lambda x: {"z": x}, np.copy]),
        (
            BrokenLaw(DRAWS, "mean", LAW, {"mean": 5.0, "spread": 9.0}),
            having(mean=5.0, spread=0.0),
            [having(mean=5.0, spread=2.0), having(mean=0.0, spread=9.0), having()],
        ),
        (Mismatch("f", None, FOUND), None, [np.copy]),
    ],
    ids=["argument", "twice", "refusal", "entry", "other entry", "nothing", "law", "any other"],
)
def test_a_mistake_of_the_catalogue_is_named_if_it_does_the_same(failure, mistake, others):
    for wrong in filter(None, [mistake, *others]):
        found = explanations(failure, [Misconception("f.it", "hint", wrong)], Roles())
        assert ("f.it" in [one.id for one in found]) == (wrong is mistake)


@pytest.mark.parametrize(
    ("failure", "whole", "part"),
    [
        (NotRaised("f", (X,), X), np.copy, lambda x: x + 1),
        (
            BrokenLaw(DRAWS, "mean", LAW, {"mean": 5.0, "spread": 9.0}),
            having(mean=5.0, spread=9.0),
            having(mean=5.0, spread=0.0),
        ),
    ],
    ids=["refusal", "law"],
)
def test_what_explains_all_of_it_goes_before_what_explains_a_part(failure, whole, part):
    both = [Misconception(f"f.{wrong is whole}", "hint", wrong) for wrong in (part, whole)]
    assert [one.id for one in explanations(failure, both, Roles())] == ["f.True"]


@pytest.mark.parametrize(
    ("result", "others"),
    [
        (X, [X + 1, X[0], "x", None]),
        ("relu", ["tanh", None, X]),
        (None, ["relu", 0.0, X]),
        ({"h": X, "b": None}, [{"h": X}, {"h": X + 1, "b": None}, {"h": X, "c": None}, X]),
        ((X, "relu"), [(X,), (X, "relu", X), (X + 1, "relu"), X[0, 0]]),
    ],
)
def test_results_are_alike_entry_by_entry(result, others):
    assert alike(result, result)
    assert [alike(result, other) for other in others] == [False] * len(others)
