"""Naming the mistake: is every hint the right one, and is there none where none fits?"""

import numpy as np
import pytest
from test_solutions import all_cases

from autograder.assignment import assignments
from autograder.cases import Cases, Mismatch
from autograder.diagnose import Diagnosis, diagnose, remark
from solutions.misconception import Misconception

PERTURBATIONS = 200


def double(x):
    return 2 * x


RNG = np.random.default_rng(0)
SQUARES = Cases("double", double, [(RNG.normal(size=(4, 4)),), (RNG.normal(size=(3, 3)),)])


def mismatch(cases, function, key=None):
    with pytest.raises(Mismatch) as caught:
        cases.check(function, key)
    return caught.value


def known(slug, wrong, hint=None):
    return Misconception(f"double.{slug}", hint or f"hint of {slug}", wrong)


def test_a_value_that_equals_a_wrong_formula_is_named():
    found = diagnose(mismatch(SQUARES, lambda x: x**2), [known("squared", lambda x: x * x)])
    assert found == Diagnosis("double.squared", "hint of squared")


def test_it_must_agree_on_every_input():
    def sometimes(x):
        return x**2 if len(x) == 4 else x**3

    assert diagnose(mismatch(SQUARES, sometimes), [known("squared", lambda x: x * x)]) is None


def test_two_explanations_with_one_hint_are_one():
    both = [known("a", lambda x: x * x, "same"), known("b", lambda x: x**2, "same")]
    assert diagnose(mismatch(SQUARES, lambda x: x**2), both).hint == "same"


def test_two_explanations_with_two_hints_are_none():
    both = [known("a", lambda x: x * x), known("b", lambda x: x**2)]
    assert diagnose(mismatch(SQUARES, lambda x: x**2), both) is None


def test_a_misconception_of_another_function_says_nothing():
    other = Misconception("triple.squared", "hint", lambda x: x * x)
    assert diagnose(mismatch(SQUARES, lambda x: x**2), [other]) is None


@pytest.mark.parametrize(
    ("wrong", "slug"),
    [
        (lambda x: 4 * x, "doubled"),
        (lambda x: x, "halved"),
        (lambda x: -2 * x, "sign_flipped"),
        (lambda x: 2 * x.T, "transposed"),
        (lambda x: 2 * x * len(x), "times_batch_size"),
        (lambda x: 2 * x / len(x), "divided_by_batch_size"),
    ],
)
def test_a_residue_is_named_without_an_entry(wrong, slug):
    assert diagnose(mismatch(SQUARES, wrong), []).id == f"double.{slug}"


@pytest.mark.parametrize(
    "wrong", [lambda x: 2 * x + 1, lambda x: 2 * x[::-1], lambda x: 3 * x, lambda x: 1.999 * x]
)
def test_what_is_not_known_gets_no_hint(wrong):
    assert diagnose(mismatch(SQUARES, wrong), [known("squared", lambda x: x * x)]) is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda x: 2 * np.abs(x), "Only signs are wrong."),
        (lambda x: 3 * x, "It is off by a factor that is the same for every input."),
        (lambda x: 3 * x * len(x), "It is off by a factor that depends on the input."),
        (lambda x: 2 * x + (len(x) == 3), "It is right for some inputs and wrong for others."),
        (lambda x: 2 * x + np.eye(len(x)), "Only some of its entries are wrong."),
        (lambda x: x**2, ""),
    ],
)
def test_what_is_not_named_is_described(wrong, said):
    assert remark(mismatch(SQUARES, wrong)) == said


@pytest.mark.parametrize("assignment", assignments(), ids=lambda a: a.name)
def test_random_perturbations_of_right_answers_get_no_hint(assignment):
    rng = np.random.default_rng(1)
    cases = [c for c in all_cases(assignment) if keys_of(c.expected[0])]
    assert cases
    for number in range(PERTURBATIONS):
        chosen = cases[number % len(cases)]
        key = random_key(rng, chosen.expected)
        by_input = iter([perturbed(rng, answer, key) for answer in chosen.expected])
        answers = {id(args): next(by_input) for args in chosen.inputs}
        returned = [
            (args, value(expected, key), value(answers[id(args)], key))
            for args, expected in zip(chosen.inputs, chosen.expected, strict=True)
        ]
        returned = [triple for triple in returned if triple[1] is not None]
        failure = Mismatch(chosen.function, key, Difference(), returned[0], returned)
        found = diagnose(failure, assignment.misconceptions)
        assert found is None, (chosen.function, key, found)


class Difference:
    message = reason = "wrong_value"


def value(result, key):
    if key is None or isinstance(key, int):
        return result if key is None else result[key]
    return result.get(key)


def keys_of(answer):
    """The quantities of an answer that are numbers: keys, positions, or None for all of it."""
    if isinstance(answer, dict):
        return [k for k, v in answer.items() if isinstance(v, (np.ndarray, float))]
    if isinstance(answer, tuple):
        return [k for k, v in enumerate(answer) if isinstance(v, (np.ndarray, float))]
    return [None] if isinstance(answer, (np.ndarray, float)) else []


def random_key(rng, expected):
    keys = keys_of(expected[0])
    return keys[rng.integers(len(keys))]


def perturbed(rng, answer, key):
    """A right answer, off by a per cent or by another number altogether."""
    right = value(answer, key)
    if right is None:
        return answer
    noise = rng.normal(scale=rng.choice([0.01, 1.0]), size=np.shape(right))
    wrong = np.asarray(right) + noise * (1e-3 + np.max(np.abs(right), initial=0.0))
    if isinstance(key, int):
        return (*answer[:key], wrong, *answer[key + 1 :])
    return wrong if key is None else {**answer, key: wrong}


@pytest.mark.parametrize("assignment", assignments(), ids=lambda a: a.name)
def test_ids_are_unique_and_name_functions(assignment):
    ids = [misconception.id for misconception in assignment.misconceptions]
    assert len(set(ids)) == len(ids)
    assert {m.function for m in assignment.misconceptions} <= set(assignment.functions)
    assert all(m.hint.rstrip(")`\"'")[-1] in ".?!" for m in assignment.misconceptions)


def test_there_are_enough_of_them():
    assert sum(len(assignment.misconceptions) for assignment in assignments()) >= 250
