"""Naming the mistake: is every hint the right one, and is there none where none fits?"""

import contextlib
import runpy
from dataclasses import replace

import numpy as np
import pytest
from bundled import COURSE, all_cases

from autograder.course.misconception import Misconception, taken_for_others
from autograder.diagnosis import diagnosis
from autograder.diagnosis.error_patterns import Diagnosis
from autograder.diagnosis.remarks import remark
from autograder.grading.failures import is_all_zero
from autograder.testing.comparison import Difference
from autograder.testing.mismatch import Case, Mismatch, WrongValue
from autograder.testing.reference_cases import Cases

PERTURBATIONS = 200
DIFFERENCE = Difference("wrong_value", "wrong_value")


def diagnose(failure, misconceptions):
    found = diagnosis.explanations(failure, misconceptions, COURSE.facts.roles)
    return diagnosis.told(found)


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


def test_a_function_that_is_taken_for_another_one_is_named():
    def step(w, grad, lr, mu):
        return w - lr * (grad + mu * w)

    def plain(w, grad, lr):
        return w - lr * grad

    def other(w, momentum):
        return w * momentum

    (taken,) = taken_for_others(step, [step, plain, other])
    inputs = [(RNG.normal(size=3), RNG.normal(size=3), 0.1, mu) for mu in (0.9, 0.4)]
    failure = mismatch(Cases("step", step, inputs), lambda w, grad, lr, mu: plain(w, grad, lr))
    (found,) = diagnosis.explanations(failure, [], COURSE.facts.roles, [taken])
    assert found.id == "step.is_plain"
    assert found.hint.startswith("It is what `plain` is to return.")
    two = diagnosis.explanations(failure, [], COURSE.facts.roles, [taken, replace(taken, hint="")])
    assert taken.hint not in {one.hint for one in two}
    (own,) = diagnosis.explanations(
        failure, [replace(taken, id="step.own")], COURSE.facts.roles, [taken]
    )
    assert own.id == "step.own"


COUNTS = [(list(RNG.integers(3, 99, size=n)),) for n in (9, 12, 15)]
FEW = Cases("double", len, [([4, 4],)], beside=[Cases("double", len, COUNTS)])


def test_few_whole_numbers_name_no_mistake_beside_others_that_it_does_not_explain():
    """Wrong everywhere, it gives a 1 by chance where a known mistake does."""
    different = known("different", lambda x: len(set(x)) if len(x) < 3 else len(x))
    found = diagnose(mismatch(FEW, lambda x: len(x) // 2), [different])
    assert found is None or found.id != "double.different"
    found = diagnose(mismatch(FEW, lambda x: len(x) - (len(x) < 3)), [different])
    assert found.id == "double.different"


@np.errstate(all="ignore")
def test_nan_names_no_mistake_beside_numbers_that_it_does_not_explain():
    """What overflows and is wrong elsewhere, too, does not do so by the overflow."""
    large = Cases("double", double, [(np.full(3, 8e307),)])
    beside = Cases("double", double, SQUARES.inputs, beside=[large])
    large = Cases("double", double, large.inputs, beside=[beside])
    overflows = known("overflows", lambda x: x * 4 - 2 * x)
    found = [diagnose(mismatch(large, lambda x, n=n: x * n - 2 * x), [overflows]) for n in (4, 5)]
    assert [one.id == "double.overflows" for one in found] == [True, False]


def test_a_list_of_arrays_is_named_as_one_value():
    """And what nothing explains, or is zero, is no trouble."""

    def doubled(xs):
        return [2 * x for x in xs]

    cases = Cases("double", doubled, [([np.ones((2, 3)), np.ones(4)],)])
    squared = known("squared", lambda xs: [x**2 for x in xs])
    assert diagnose(mismatch(cases, squared.wrong), [squared]).id == "double.squared"
    for other in (lambda xs: [3 * x for x in xs], lambda xs: [0 * x for x in xs]):
        found = mismatch(cases, other)
        assert diagnose(found, [squared]) is None
        assert remark(found) == ""
        assert is_all_zero(found) == (not np.any(other([1.0])))


def test_it_must_agree_on_every_input():
    def sometimes(x):
        return x**2 if len(x) == 4 else x**3

    assert diagnose(mismatch(SQUARES, sometimes), [known("squared", lambda x: x * x)]) is None


def test_a_formula_that_is_right_on_all_inputs_explains_nothing():
    """Two values within the tolerance of one that lies between are no mistake in common."""

    def off_by(parts):
        return lambda x: 2 * x * (1 + parts * 1e-6)

    failure = mismatch(SQUARES, off_by(15))
    assert diagnosis.explains_value(off_by(20), failure)
    assert all(diagnosis.matches(off_by(9)(*case.args), case.got) for case in failure.cases)
    assert SQUARES.mismatch(off_by(9), None) is None
    assert not diagnosis.explains_value(off_by(9), failure)
    assert diagnose(failure, [known("nearly_right", off_by(9))]) is None


def test_two_explanations_with_one_hint_are_one():
    both = [known("a", lambda x: x * x, "same"), known("b", lambda x: x**2, "same")]
    assert diagnose(mismatch(SQUARES, lambda x: x**2), both) == Diagnosis("double.a", "same")


def test_two_explanations_with_two_hints_are_none():
    both = [known("a", lambda x: x * x), known("b", lambda x: x**2)]
    assert diagnose(mismatch(SQUARES, lambda x: x**2), both) is None


@pytest.mark.parametrize("form", [dict, lambda both: (*both.values(),)])
@pytest.mark.parametrize(
    ("own", "wrong", "hint"),
    [
        ((2, 3), (3, 3), "In this quantity: You cube."),
        ((2, 3), (2, 3), "You cube."),
        ((3, 3), (3, 3), "You cube."),
        ((3, 3), (2, 3), "You cube."),
    ],
)
def test_a_mistake_may_be_made_in_one_quantity_alone(own, wrong, hint, form):
    """In the other one it may leave right what the student has wrong, not wrong what is right."""

    def both(x, times=2, power=2):
        return form({"sum": times * x.sum(axis=0), "square": (x**power).sum(axis=1)})

    cases = Cases("both", both, [(RNG.normal(size=(4, 3)),), (RNG.normal(size=(5, 2)),)])
    key = "square" if form is dict else 1
    cubed = Misconception("both.cubed", "You cube.", lambda x: both(x, *wrong))
    found = diagnose(mismatch(cases, lambda x: both(x, *own), key), [cubed])
    assert found == Diagnosis("both.cubed", hint)


def test_a_result_with_more_entries_has_the_same_mistakes():
    cases = Cases("double", lambda x: (2 * x, x), [(np.arange(4.0),), (np.arange(6.0),)])
    failure = mismatch(cases, lambda x: (x**2, x, "more"), 0)
    squared = known("squared", lambda x: (x**2, x))
    assert diagnose(failure, [squared]) == Diagnosis(squared.id, squared.hint)


@pytest.mark.parametrize(
    ("elsewhere", "is_named"),
    [(lambda x: x**3, True), (lambda x: 2 * x, True), (lambda x: x**4, False), (None, False)],
    ids=["the student's value", "the right value", "another one", "none"],
)
def test_it_must_fit_what_another_test_asks(elsewhere, is_named):
    """There it gives what the student gives, or what is right: that may be another mistake."""
    cases = Cases("double", double, [(RNG.normal(size=n),) for n in (4, 6)])
    wrong = known("squared", lambda x: x**2 if len(x) == 4 else elsewhere(x))
    failure = cases.mismatch(lambda x: x**2 if len(x) == 4 else x**3, None, lambda x: len(x) == 4)
    assert diagnose(failure, [wrong]) == (Diagnosis(wrong.id, wrong.hint) if is_named else None)


def test_a_formula_that_raises_explains_nothing_and_hides_nothing():
    entries = [known("raises", lambda x: x[7, 7]), known("squared", lambda x: x**2)]
    assert diagnose(mismatch(SQUARES, lambda x: x**2), entries).id == "double.squared"


def test_how_far_a_formula_is_from_what_the_student_returns():
    """The largest error of all inputs, in tolerances; nan is as far as no value at all."""
    failure = mismatch(Cases("double", double, [(1.0,), (2.0,), (3.0,)]), lambda x: 3 * x)
    tolerance = 3 * 1.1e-5
    for wrong, far in (
        (lambda x: 3 * x, 0),
        (lambda x: 3 * x + 4 * tolerance * (x == 2), 2),
        (lambda x: 3 * x + 10 * tolerance * (x != 3), 10),
        (lambda x: x * np.nan if x == 2 else 3 * x, np.inf),
        (lambda x: x["W1"], np.inf),
    ):
        assert diagnosis.distance(wrong, failure) == pytest.approx(far, rel=1e-3)
    nan = mismatch(SQUARES, lambda x: x * np.nan)
    assert diagnosis.distance(lambda x: x * np.nan, nan) == 0


def test_a_misconception_of_another_function_says_nothing():
    other = Misconception("triple.odd", "hint", lambda x: x * np.sinh(x))
    assert diagnose(mismatch(SQUARES, lambda x: x * np.sinh(x)), [other]) is None


@pytest.mark.parametrize(
    ("wrong", "slug"),
    [
        (lambda x: 4 * x, "doubled"),
        (lambda x: x, "equals_x"),
        (lambda x: -2 * x, "sign_flipped"),
        (lambda x: 2 * x.T, "transposed"),
        (lambda x: 2 * x * len(x), "times_batch_size"),
        (lambda x: 2 * x / len(x), "divided_by_batch_size"),
    ],
)
def test_a_residue_is_named_without_an_entry(wrong, slug):
    assert diagnose(mismatch(SQUARES, wrong), []).id == f"double.{slug}"


def step(W1, grad, lr, lambd):
    return {"W1": W1 - lr * (grad + lambd * W1), "grad": grad}


STEPS = Cases(
    "step",
    step,
    [(RNG.normal(size=(n, 3)), RNG.normal(size=(n, 3)), 0.5, 0.37) for n in (2, 4)],
)


@pytest.mark.parametrize(
    ("wrong", "slug"),
    [
        (lambda W1, grad, lr, lambd: W1 - lr * grad, "lacks_lambd_W1"),
        (lambda W1, grad, lr, lambd: W1 - lr * (grad + 2 * lambd * W1), "lambd_W1_once_more"),
        (lambda W1, grad, lr, lambd: W1 - lr * (grad + lambd / 2 * W1), "half_of_lambd_W1"),
        (lambda W1, grad, lr, lambd: W1 - lr * (grad - lambd * W1), "lambd_W1_subtracted"),
        (lambda W1, grad, lr, lambd: W1.copy(), "equals_W1"),
        (lambda W1, grad, lr, lambd: 0 * W1, "zero"),
    ],
)
def test_a_residue_knows_penalty_and_arguments(wrong, slug):
    def taken(*args):
        return {"W1": wrong(*args), "grad": args[1]}

    assert diagnose(mismatch(STEPS, taken, "W1"), []).id == f"step.{slug}"


def test_a_residue_knows_other_quantities_of_the_result():
    def taken(W1, grad, lr, lambd):
        right = step(W1, grad, lr, lambd)
        return {"W1": right["W1"], "grad": right["W1"]}

    found = diagnose(mismatch(STEPS, taken, "grad"), [])
    assert found == Diagnosis("step.equals_W1", "It is the same as your W1.", is_blank=True)


def test_complex_numbers_beside_a_wrong_quantity_are_no_fault():
    def taken(W1, grad, lr, lambd):
        return {"W1": 1j * W1, "grad": 3 * grad + W1}

    assert diagnose(mismatch(STEPS, taken, "grad"), []) is None


def test_a_residue_names_nothing_that_a_submission_named():
    """Would a hidden value travel to the student's page as a key of the result?"""

    def leaking(W1, grad, lr, lambd):
        return {"W1": grad + 1, f"W1[0, 0] is {W1[0, 0]}": grad + 1, 7: grad + 1, "grad": grad}

    assert diagnose(mismatch(STEPS, leaking, "W1"), []) is None


@pytest.mark.parametrize("junk", ["text", {}, [1, "2"], object(), {"W1": "x"}, {1: 2, "a": 3}])
def test_a_residue_survives_what_is_no_number(junk):
    def taken(W1, grad, lr, lambd):
        return {"W1": junk, "grad": junk}

    assert diagnose(mismatch(STEPS, taken, "W1"), []) is None


@pytest.mark.parametrize(
    "wrong", [lambda x: 2 * x + 0.7, lambda x: 2 * np.roll(x, 1), lambda x: 1.999 * x]
)
def test_what_is_not_known_gets_no_hint(wrong):
    assert diagnose(mismatch(SQUARES, wrong), [known("squared", lambda x: x * x)]) is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            lambda x: 2 * np.abs(x),
            "Only signs are wrong. It is wrong where x is below 0, and right where it is above.",
        ),
        (lambda x: 3 * x, "It is off by a factor that is the same for every input."),
        (lambda x: 3 * x * len(x), "It is off by a factor that depends on the input."),
        (lambda x: 2 * x + (len(x) == 3), "It is right for some inputs and wrong for others."),
        (lambda x: 2 * x + np.eye(len(x)), "Only some of its entries are wrong."),
        (lambda x: x**2, ""),
    ],
)
def test_what_is_not_named_is_described(wrong, said):
    assert remark(mismatch(SQUARES, wrong)) == said


def test_a_function_that_is_gone_leaves_no_answer_to_the_next():
    """Is each asked itself, even where a later one could get the id of one that was collected?"""
    args = (3.0,)
    for number in range(50):
        assert diagnosis.attempt(lambda x, n=number: x + n, args) == 3.0 + number


@pytest.mark.slow
@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)
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
            Case(args, value(expected, key), value(answers[id(args)], key))
            for args, expected in zip(chosen.inputs, chosen.expected, strict=True)
        ]
        returned = [case for case in returned if case.expected is not None]
        failure = WrongValue(chosen.function, key, DIFFERENCE, returned[0], returned)
        found = diagnose(failure, assignment.misconceptions)
        assert found is None, (chosen.function, key, found)


# Two mistakes of which one is a part of the other: what is said of the part is true of both.
PARTS = {
    "mlp_backward.dJ_dz_is_dJ_dh": ("relu_passes_everything",),  # with relu, the same
    "dropout_forward.standard_dropout": ("unscaled", "scales_in_both_modes"),
    "dropout_forward.modes_swapped": ("train_ignored",),
    "standard_dropout_forward.inverted": ("scaled_in_both_modes", "test_unscaled"),
    "early_stopping.first_epoch_is_a_miss": ("starts_with_the_first_as_best",),  # patience 1
    "spatial_dropout_forward.original_dropout": ("unscaled", "test_times_keep"),
    "clip_gradients.each_array_and_the_largest_norm": ("largest_norm",),
    "clip_gradients.largest_norm": ("each_array_and_the_largest_norm",),  # of the norm
    "clip_gradients.norm_of_the_first": ("each_array_and_the_largest_norm",),  # the first is it
    "clip_gradients.the_short_ones_are_scaled": ("never_scaled", "always_scaled"),
    "gradient_norms_by_depth.all_slopes_left_out": ("last_layer_linear",),
    "gradient_norms_by_depth.last_layer_linear": ("all_slopes_left_out",),  # of one layer, the same
    "leaky_relu_grad.plain_relu": ("integers_stay_integers",),
    "symmetry_gap.smaller_of_the_two": ("W1_ignored", "W2_ignored"),  # the other one is larger
    "warmup_cosine.counts_from_one": ("rises_from_zero",),
    "warmup_cosine.ignores_warmup": ("cosine_from_the_first_step",),
    "bernoulli_nll.ones_alone": ("logits_clipped",),  # with large logits, the same
}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)
def test_a_mistake_that_is_not_in_the_catalogue_is_not_taken_for_another(assignment):
    """Does every mistake get its own hint, a residue's or none when its entry is missing?"""
    solution = runpy.run_path(str(assignment.solution))
    catalogue = {m.id: m for m in assignment.misconceptions}
    for own in catalogue.values():
        functions = {f: solution[f] for f in assignment.functions} | {own.function: own.wrong}
        others = [m for m in catalogue.values() if m.hint != own.hint]
        parts = [f"{own.function}.{slug}" for slug in PARTS.get(own.id, ())]
        hints = {(m.id, m.hint) for m in others if m.id not in parts}
        for test in assignment.tests:
            if not test.hidden or own.function not in test.functions:
                continue
            found = diagnosis_of(test, functions, others)
            assert not found or (found.id, found.hint) not in hints, (own.id, test.name)


def diagnosis_of(test, functions, misconceptions):
    """What is said of a function that fails a test by its value."""
    with contextlib.suppress(Exception):
        try:
            test.run(functions)
        except Mismatch as failure:
            return diagnose(failure, misconceptions)
    return None


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


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)
def test_ids_are_unique_and_name_functions(assignment):
    ids = [misconception.id for misconception in assignment.misconceptions]
    assert len(set(ids)) == len(ids)
    assert {m.function for m in assignment.misconceptions} <= set(assignment.functions)
    assert all(m.hint.rstrip(")`\"'")[-1] in ".?!" for m in assignment.misconceptions)


def test_there_are_enough_of_them():
    assert sum(len(assignment.misconceptions) for assignment in COURSE.assignments) >= 250
