"""Patterns of an error: are sizes looked at, and do the names come from the course alone?"""

import numpy as np
import pytest
from bundled import COURSE

from autograder.course.facts import Roles
from autograder.diagnosis.diagnosis import explanations, told
from autograder.diagnosis.error_patterns import error_pattern
from autograder.testing.comparison import Difference
from autograder.testing.mismatch import Case, Context, WrongValue
from autograder.testing.reference_cases import Cases

RNG = np.random.default_rng(0)
ROLES = Roles(weights=("A",), penalty="c", learning_rate="eta", examples="X")


def mismatch(pairs, parameters=()):
    """A wrong value of `f` at each input: (args, expected, got)."""
    cases = [Case(*pair) for pair in pairs]
    found = Difference("wrong_value", "has the wrong value")
    return WrongValue("f", None, found, cases[0], cases, Context(parameters=list(parameters)))


def slug(found):
    return found and found.id


def normal(*shape):
    return RNG.normal(size=shape)


@pytest.mark.parametrize("shape", [(4, 3), (3,)])
def test_a_penalty_that_is_lacking_is_named(shape):
    pairs = []
    for A, expected in [(normal(*shape), normal(*shape)) for _ in range(2)]:
        pairs.append(((A, 0.37), expected, expected - 0.37 * A))
    assert slug(error_pattern(mismatch(pairs, "Ac"), ROLES)) == "f.lacks_c_A"


@pytest.mark.parametrize("weights", [(3,), (1, 3), (4, 1)])
def test_a_penalty_of_another_shape_is_none_though_numpy_would_broadcast_it(weights):
    pairs = []
    for A, expected in [(normal(*weights), normal(4, 3)) for _ in range(2)]:
        pairs.append(((A, 0.37), expected, expected - 0.37 * A))
    assert error_pattern(mismatch(pairs, "Ac"), ROLES) is None


@pytest.mark.parametrize("weights", [(2, 5), (3, 4), (4,)])
def test_a_penalty_of_a_shape_that_does_not_fit_raises_nothing(weights):
    pairs = [((normal(*weights), 0.37), normal(4, 3), normal(4, 3)) for _ in range(2)]
    assert error_pattern(mismatch(pairs, "Ac"), ROLES) is None


@pytest.mark.parametrize("factor", [lambda B: B, lambda B: 1 / B])
@pytest.mark.parametrize("sizes", [(4, 4), (4, 4, 4), (4,)])
def test_a_batch_size_that_is_always_the_same_is_any_factor(factor, sizes):
    """Four times too large is no mean over the batch, only because there are four examples."""
    pairs = []
    for B in sizes:
        expected = normal(2, 3)
        pairs.append(((normal(B, 3),), expected, factor(B) * expected))
    assert error_pattern(mismatch(pairs), ROLES) is None


@pytest.mark.parametrize("others", [((7,),), ((),), ((7, 3, 5),)])
@pytest.mark.parametrize("factor", [lambda B: B, lambda B: 1 / B])
def test_an_input_without_a_batch_size_says_nothing_of_it(factor, others):
    by_size = [((4, 3), 4), *((shape, 7) for shape in others)]
    pairs = [((normal(*shape),), np.ones(2), factor(B) * np.ones(2)) for shape, B in by_size]
    assert error_pattern(mismatch(pairs), ROLES) is None


def test_no_arguments_have_no_batch_size():
    pairs = [((), np.ones(2), 4 * np.ones(2)), ((normal(7, 3),), np.ones(2), 7 * np.ones(2))]
    assert error_pattern(mismatch(pairs), ROLES) is None


def step(A, grad, eta, c):
    return A - eta * (grad + c * A)


def gradient(cache):
    return cache["X"].mean(axis=0) + cache["c"] * cache["A"]


STEPS = Cases("f", step, [(normal(n, 3), normal(n, 3), 0.5, 0.37) for n in (2, 4)])
GRADIENTS = Cases(
    "f", gradient, [({"X": normal(B, 5), "A": normal(5), "c": 0.37},) for B in (4, 7)]
)
WRONG_STEPS = [
    (lambda A, grad, eta, c: A - eta * grad, "lacks_c_A", "It lacks the term c A"),
    (lambda A, grad, eta, c: A - eta * (grad + 2 * c * A), "c_A_once_more", "It has c A"),
    (lambda A, grad, eta, c: A - eta * (grad + c / 2 * A), "half_of_c_A", "Its term c A"),
    (lambda A, grad, eta, c: A - eta * (grad - c * A), "c_A_subtracted", "Its term c A"),
]
WRONG_GRADIENTS = [
    (lambda cache: cache["X"].mean(axis=0), "lacks_c_A", "It lacks the term c A"),
    (lambda cache: gradient(cache) * len(cache["X"]), "times_batch_size", "It is B times"),
    (lambda cache: gradient(cache) / len(cache["X"]), "divided_by_batch_size", "It is divided"),
]
WRONG = [(STEPS, *wrong) for wrong in WRONG_STEPS] + [(GRADIENTS, *w) for w in WRONG_GRADIENTS]


@pytest.mark.parametrize(("cases", "wrong", "what", "hint"), WRONG)
def test_a_course_names_its_own_arguments(cases, wrong, what, hint):
    found = told(explanations(cases.mismatch(wrong, None), [], ROLES))
    assert found.id == f"f.{what}"
    assert found.hint.startswith(hint)


@pytest.mark.parametrize(("cases", "wrong"), [(cases, wrong) for cases, wrong, *_ in WRONG])
@pytest.mark.parametrize(
    "roles",
    [
        Roles(),
        COURSE.facts.roles,
        Roles(weights=("A",)),
        Roles(penalty="c", learning_rate="eta"),
        Roles(weights=("B",), penalty="c", learning_rate="eta", examples="A"),
    ],
    ids=["none", "another course's", "weights alone", "no weights", "arguments it lacks"],
)
def test_where_a_course_names_no_such_arguments_nothing_is_found(cases, wrong, roles):
    failure = cases.mismatch(wrong, None)
    assert failure is not None
    assert error_pattern(failure, roles) is None


def test_without_a_learning_rate_the_penalty_is_added_as_it_is():
    failure = STEPS.mismatch(WRONG_STEPS[0][0], None)
    assert error_pattern(failure, Roles(weights=("A",), penalty="c")) is None
    pairs = [((A, 0.37), 2 + 0.37 * A, 2 + 0 * A) for A in (normal(4, 3), normal(2, 3))]
    assert slug(error_pattern(mismatch(pairs, "Ac"), ROLES)) == "f.lacks_c_A"


@pytest.mark.parametrize(
    ("factor", "elsewhere", "expected"),
    [(0.0, 0.0, "f.zero"), (0.0, 3.0, None), (-1.0, -1.0, "f.sign_flipped"), (-1.0, 0.3, None)],
)
def test_what_holds_in_one_test_is_not_said_where_another_one_denies_it(
    factor, elsewhere, expected
):
    value, other = normal(4), normal(4)
    wrong = mismatch([((), value, factor * value), ((), 2 * value, factor * 2 * value)])
    beside = Case((), other, elsewhere * other)
    wrong.context.others.append(beside)
    assert slug(error_pattern(wrong, ROLES)) == expected


def test_what_should_be_zero_and_is_not_is_no_multiple_of_it():
    """The bias of a perceptron: 2 for 1 and -2 for -1 are the double, and -1 for 0 is not."""
    wrong = mismatch([((), 1.5, 3.0), ((), 0.0, -1.5), ((), -1.0, -2.0)])
    assert error_pattern(wrong, ROLES) is None
    batches = [((normal(B, 2),), v, B * v) for B, v in ((3, normal(2)), (4, normal(2)))]
    zero = ((normal(3, 2),), np.zeros(2), np.ones(2))
    assert slug(error_pattern(mismatch(batches), ROLES)) == "f.times_batch_size"
    assert error_pattern(mismatch([*batches, zero]), ROLES) is None


@pytest.mark.parametrize(("numbers", "expected"), [((3, 5, 9), None), ((3, 5, 9, 4), "f.doubled")])
def test_a_few_whole_numbers_are_a_multiple_by_chance(numbers, expected):
    wrong = mismatch([((), n, 2 * n) for n in numbers])
    assert slug(error_pattern(wrong, ROLES)) == expected
