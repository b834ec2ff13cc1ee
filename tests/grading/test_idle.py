"""Who does nothing gets nothing: zeros, arguments as they came, and what would follow from them."""

import numpy as np
import pytest
from bundled import COURSE

from autograder.grading.grade import Outcome
from autograder.grading.numbers import is_idle
from autograder.grading.outcomes import about
from autograder.grading.recorded import Answered
from autograder.grading.unit import Unit, idle
from autograder.sandbox.worker.wire import Unsupported

X = np.array([1.0, -2.0])

# The model answers once more, which call each other and none of what comes after them.
ANSWERS = """
import types
ANSWERS = dict(globals())
for name, value in list(ANSWERS.items()):
    if isinstance(value, types.FunctionType):
        ANSWERS[name] = types.FunctionType(value.__code__, ANSWERS, name, value.__defaults__)
"""
FIRST = "def {f}(*args, **kwargs):\n    return args[0]\n"
ZEROS = """
def zeros(value):
    if isinstance(value, dict):
        return {{key: zeros(entry) for key, entry in value.items()}}
    if isinstance(value, (tuple, list)):
        return type(value)(map(zeros, value))
    return value if value is None or isinstance(value, str) else np.zeros_like(value)[()]

def {f}(*args, right=ANSWERS["{f}"], **kwargs):
    return zeros(right(*args, **kwargs))
"""
GIVEN = """
def given(value, args):
    if value is None or isinstance(value, (str, dict, tuple)):
        return value
    alike = (a for a in args if type(a) is type(value) and np.shape(a) == np.shape(value))
    return next(alike, 0 * value)

def {f}(*args, right=ANSWERS["{f}"], **kwargs):
    known = []
    for arg in [*args, *kwargs.values()]:
        known += arg.values() if isinstance(arg, dict) else [arg]
    value = right(*args, **kwargs)
    if isinstance(value, dict):
        return {{key: given(entry, known) for key, entry in value.items()}}
    if isinstance(value, tuple):
        return tuple(given(entry, known) for entry in value)
    return given(value, known)
"""
# Points of 100. What is in a cache of the student's own may be returned: we see none of it. And
# h_dropped is h in evaluation mode, whatever h is.
MOST = 2.5
OTHERS = ("kfold_indices", "clip_gradients", "product_experiment")  # lists; asked by itself below
ONE_LINERS = """
def momentum_step(w, grad, v, lr, mu): return w, 0 * v
def nesterov_step(w, grad, v, lr, mu): return w, 0 * v
def adam_step(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8): return w, 0 * m, 0 * v
def batchnorm_forward(x, gamma, beta, running_mean, running_var, *_, **__):
    return x, None, running_mean, running_var
def batchnorm_backward(dout, cache): return dout, 0 * dout[0], 0 * dout[0]
def rmsprop_step(w, grad, s, lr, *_, **__): return w, 0 * s
adagrad_step = rmsprop_step
def warmup_cosine(t, total, lr, *_, **__): return lr
def step_decay(t, lr, factor, every): return lr
"""


def kept(result, function):
    """What a submission gets for one function."""
    return sum(o.score for o in result.outcomes if about(o) == function)


def total(result):
    return sum(o.score for o in result.outcomes)


@pytest.fixture
def with_code(grade):
    """Grade the model solution of a homework with code at its end."""

    def graded(name, code):
        text = COURSE.assignment(name).solution.read_text()
        return grade(f"{text}\n{code}", assignment=name)

    return graded


@pytest.mark.parametrize(
    ("value", "is_nothing"),
    [
        (X, True),
        ((X, np.zeros(3)), True),
        ({"a": X, "b": None}, True),
        (0.3, True),
        (2 * X, False),
        ((X, np.ones(3)), False),
        (X[:1], False),
        (X.astype(np.float32), True),
        ([], True),
        (Unsupported("an array of objects", X), False),
        (1j * X, False),
    ],
)
def test_zeros_and_arguments_as_they_came_are_nothing(value, is_nothing):
    assert is_idle(value, ({"x": X}, 0.3, [np.array([5.0, 7.0])])) is is_nothing


class Asked:
    """A hidden test of f alone."""

    question, hidden, functions, name = "q1", True, ["f"], "q1.f"


@pytest.mark.parametrize(
    ("answers", "is_nothing"), [([True, True], True), ([True, False], False), ([], False)]
)
def test_a_function_is_idle_that_does_nothing_at_any_call(answers, is_nothing):
    unit = Unit([Asked], {"q1.f": Outcome(Asked, "wrong_value")})
    unit.records = {"f": [Answered(b"", X, is_idle=one) for one in answers]}
    assert idle([unit]) == ({"f"} if is_nothing else set())


def test_a_function_that_raises_may_have_been_meant_to_do_more():
    unit = Unit([Asked], {"q1.f": Outcome(Asked, "exception", function="f")})
    unit.records = {"f": [Answered(b"", X, is_idle=True)]}
    assert idle([unit]) == set()


def test_an_idle_function_and_one_that_would_follow_from_it_get_nothing(with_code):
    source = "def mlp_sgd_step(W1, W2, *_): return W1, W2\ntrain_mlp = mlp_sgd_step\n"
    found = with_code("hw1_backprop", source)
    assert kept(found, "mlp_sgd_step") == kept(found, "train_mlp") == 0
    assert total(found) == 94


@pytest.mark.slow
def test_random_numbers_that_are_zero_get_nothing(with_code):
    source = "def product_experiment(rng, count=100, n=4, var=1.0): return np.zeros(count)\n"
    assert kept(with_code("hw2_stability", source), "product_experiment") == 0


@pytest.mark.slow
def test_a_homework_of_one_liners_gets_nothing(with_code):
    assert total(with_code("hw4_optimization", ONE_LINERS)) == 0


@pytest.mark.slow
@pytest.mark.parametrize("idly", [FIRST, ZEROS, GIVEN])
@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)
def test_every_function_that_does_nothing_gets_nothing(assignment, idly, with_code):
    functions = [f for f in assignment.functions if f not in OTHERS]
    source = ANSWERS + "".join(idly.format(f=f) for f in functions)
    found = with_code(assignment.name, source)
    assert sum(kept(found, f) for f in functions) <= MOST


def momentum(value):
    return f"def momentum_step(w, grad, v, lr, mu): return {value}\n"


def adam(value):
    start = "w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8"
    return f"def adam_step({start}): return {value}\n"


def backward(value):
    source = "right_backward = batchnorm_backward\ndef batchnorm_backward(dout, cache):\n"
    source += "    dx, dgamma, dbeta = right_backward(dout, cache)\n"
    return f"{source}    return {value}\n"


HARDLY = [  # idle but for a trifle, so that only what follows from zeros and the like would pay
    (momentum("w, 0 * v + (mu == 0.6)"), "momentum_step", set()),
    (momentum("w - lr, np.ones(np.shape(v))"), "momentum_step", set()),
    (adam("w + (t == 4), 0 * m, 0 * v"), "adam_step", {"q2.defaults", "q2.arguments"}),
    (backward("dout, 2 * dgamma, 2 * dbeta"), "batchnorm_backward", set()),
]


@pytest.mark.slow
@pytest.mark.parametrize(("source", "function", "paid"), HARDLY)
def test_nothing_follows_from_what_tells_nothing(source, function, paid, with_code):
    found = with_code("hw4_optimization", source)
    values = {o.test.name for o in found.outcomes if o.test.hidden and o.score}
    assert {name for name in values if name in names_of(found, function)} == paid


def names_of(result, function):
    return {o.test.name for o in result.outcomes if about(o) == function}


@pytest.mark.slow
def test_a_right_value_more_costs_nothing(with_code):
    """The statistics of the batch as constants, with both sums, with one of them, and with none."""
    direct = "dout * cache['gamma'] / np.sqrt(cache['var'] + cache['eps'])"
    sums = ["dgamma, dbeta", "0 * dgamma, dbeta", "dgamma, 0 * dbeta", "0 * dgamma, 0 * dbeta"]
    both, *one, none = (
        kept(with_code("hw4_optimization", backward(f"{direct}, {own}")), "batchnorm_backward")
        for own in sums
    )
    assert both >= max(one) >= min(one) >= none


DROPOUT = "dropout_forward", "standard_dropout_forward", "spatial_dropout_forward"


@pytest.mark.slow
@pytest.mark.parametrize("function", DROPOUT)
def test_where_nothing_is_dropped_no_law_of_dropping_holds(function, with_code):
    """Idle but for a trifle: h as it is and no mask, but for one p that is asked."""
    value = "(h if 0 < p < 1 else (1 - p) * h), None"
    found = with_code("hw3_dropout", f"def {function}(h, p, rng, train=True): return {value}\n")
    kept_by = {o.test.name for o in found.outcomes if o.test.hidden and o.score}
    laws = ("q1.mask", "of_zeros", "independence", "number_dropped", "rate", "channels")
    about_it = names_of(found, function)
    assert not {name for name in about_it & kept_by if name.split(".")[-1] in laws}
