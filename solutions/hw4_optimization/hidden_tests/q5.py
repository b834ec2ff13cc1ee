"""Hidden tests of q5: Nesterov's momentum, RMSProp and AdaGrad."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import generator

from .. import reference
from .results import TupleCases

OK_FORMAT = False
name = "q5"
points = None

W, STATE = 0, 1
EPS, LARGE_EPS = 1e-8, 0.4


def is_integer(w, *_):
    return w.dtype.kind == "i"


def is_float(w, *_):
    return w.dtype.kind == "f"


def whole_numbers(rng, *settings):
    """A step whose arrays hold integers."""
    w, grad, state = rng.integers(1, 9, size=(3, 5))
    return w, grad * rng.choice([-1, 1], size=5), state, *settings


# Nesterov's momentum.
rng = generator("hw4_optimization", "nesterov_step")


def nesterov_walk(shape, rates, mu):
    """Consecutive steps from rest, the learning rate changing on the way."""
    w, v = rng.normal(size=shape), np.zeros(shape)
    for lr in rates:
        args = (w, rng.normal(scale=2, size=shape), v, lr, mu)
        yield args
        w, v = reference.nesterov_step(*args)


def look_ahead(args, values, key):
    """w by the velocity given, which may have another sign, or the learning rate inside."""
    w, grad, _, lr, mu = args
    v = values[STATE]
    return [w - lr * grad - factor * mu * v for factor in (lr, -lr, 1, -1)]


NESTEROV = TupleCases(
    "nesterov_step",
    reference.nesterov_step,
    [
        *nesterov_walk((5,), (0.5, 0.2, 0.7), 0.9),
        *nesterov_walk((3, 4), (0.3, 0.3), 0.6),
        (*rng.normal(size=(3, 2, 3)), 0.4, 0.7),
        (*rng.normal(size=(3, 2, 3)), 0.4, 0.0),
        whole_numbers(rng, 0.3, 0.7),
    ],
    chain={W: (STATE,)},
    step=look_ahead,
)


@test_case(name="q5.nesterov_step.v", points=1, hidden=True)
def hidden_nesterov_v(nesterov_step):
    NESTEROV.check(nesterov_step, STATE, only=is_float)


@test_case(name="q5.nesterov_step.w", points=2.5, hidden=True)
def hidden_nesterov_w(nesterov_step):
    NESTEROV.check(nesterov_step, W, only=is_float)


@test_case(name="q5.nesterov_step.integers", points=0.25, hidden=True)
def hidden_nesterov_integers(nesterov_step):
    NESTEROV.check_where_right(nesterov_step, (STATE, W), base=is_float, only=is_integer)


@test_case(name="q5.nesterov_step.arguments", points=0.5, hidden=True)
def hidden_nesterov_arguments(nesterov_step):
    NESTEROV.check_arguments(nesterov_step)


# RMSProp and AdaGrad: their last argument is eps, and the step by s is the same.
def squares_walk(step, rng, shape, rates, *settings):
    """Consecutive steps from rest, the learning rate changing on the way."""
    w, s = rng.normal(size=shape), np.zeros(shape)
    for lr in rates:
        size = rng.uniform(0.5, 3, size=shape)
        args = (w, size * rng.choice([-1, 1], shape), s, lr, *settings)
        yield args
        w, s = step(*args)


def middle(rng, *settings, scale=1.0, num_zeros=0):
    """A step in the middle of training; gradients of this scale, the first of them zero."""
    w, grad = rng.normal(size=(2, 6)) * [[1], [scale]]
    s = rng.uniform(0.2, 2, size=6) * scale**2
    grad[:num_zeros] = s[:num_zeros] = 0
    return w, grad, s, *settings


def alike(rng, s, *settings):
    """A step in which everything is of size 1: only eps shows."""
    return np.zeros(4), rng.choice([-1.0, 1.0], size=4), np.full(4, s), *settings


def by_own_squares(args, values, key):
    """w by the s given."""
    w, grad, _, lr, *_, eps = args
    return [w - lr * grad / (np.sqrt(values[STATE]) + eps)]


def squares_cases(function, step, inputs):
    return TupleCases(function, step, inputs, chain={W: (STATE,)}, step=by_own_squares)


def has_eps(_w, grad, *settings):
    """Whether eps is comparable with the gradients."""
    return settings[-1] > 100 * EPS or np.max(np.abs(grad)) < 100 * EPS


def is_alike(w, *_):
    return not np.any(w)


def is_plain(*args):
    return is_float(*args) and not has_eps(*args)


def check_eps(cases, function):
    """Check w where eps shows; of a function whose w is wrong anyway, where nothing else does."""
    if cases.mismatch(function, W, is_plain):
        cases.check(function, W, only=is_alike)
    else:
        cases.check(function, W, only=lambda *args: has_eps(*args) and np.all(args[1]))
        cases.check(function, W, only=has_eps)


rng = generator("hw4_optimization", "rmsprop_step")
RMSPROP = squares_cases(
    "rmsprop_step",
    reference.rmsprop_step,
    [
        *squares_walk(reference.rmsprop_step, rng, (5,), (0.5, 0.2, 0.7), 0.8, EPS),
        *squares_walk(reference.rmsprop_step, rng, (3, 4), (0.3, 0.3), 0.6, EPS),
        middle(rng, 0.4, 0.95, EPS),
        alike(rng, 1.0, 1.0, 0.7, LARGE_EPS),
        middle(rng, 0.5, 0.8, LARGE_EPS),
        middle(rng, 0.5, 0.8, EPS, scale=3e-9),
        middle(rng, 0.5, 0.8, EPS, scale=3e-9, num_zeros=2),
        whole_numbers(rng, 0.3, 0.8, EPS),
    ],
)
RMSPROP_SMALL = (*(1e-2 * rng.normal(size=(2, 4))), 1e-4 * rng.uniform(1, 2, size=4), 0.3)


@test_case(name="q5.rmsprop_step.s", points=1, hidden=True)
def hidden_rmsprop_s(rmsprop_step):
    RMSPROP.check(rmsprop_step, STATE, only=is_plain)


@test_case(name="q5.rmsprop_step.w", points=2.25, hidden=True)
def hidden_rmsprop_w(rmsprop_step):
    RMSPROP.check(rmsprop_step, W, only=is_plain)


@test_case(name="q5.rmsprop_step.w.eps", points=0.75, hidden=True)
def hidden_rmsprop_eps(rmsprop_step):
    check_eps(RMSPROP, rmsprop_step)


@test_case(name="q5.rmsprop_step.defaults", points=0.25, hidden=True)
def hidden_rmsprop_defaults(rmsprop_step):
    RMSPROP.check_defaults(rmsprop_step, RMSPROP_SMALL, (0.9, EPS), (W, STATE))


@test_case(name="q5.rmsprop_step.integers", points=0.25, hidden=True)
def hidden_rmsprop_integers(rmsprop_step):
    RMSPROP.check_where_right(rmsprop_step, (STATE, W), base=is_plain, only=is_integer)


@test_case(name="q5.rmsprop_step.arguments", points=0.25, hidden=True)
def hidden_rmsprop_arguments(rmsprop_step):
    RMSPROP.check_arguments(rmsprop_step)


rng = generator("hw4_optimization", "adagrad_step")
ADAGRAD = squares_cases(
    "adagrad_step",
    reference.adagrad_step,
    [
        *squares_walk(reference.adagrad_step, rng, (5,), (0.5, 0.2, 0.7), EPS),
        *squares_walk(reference.adagrad_step, rng, (3, 4), (0.3, 0.3), EPS),
        middle(rng, 0.4, EPS),
        alike(rng, 3.0, 1.0, LARGE_EPS),
        middle(rng, 0.5, LARGE_EPS),
        middle(rng, 0.5, EPS, scale=3e-9),
        middle(rng, 0.5, EPS, scale=3e-9, num_zeros=2),
        whole_numbers(rng, 0.3, EPS),
    ],
)
ADAGRAD_SMALL = (*(1e-2 * rng.normal(size=(2, 4))), 1e-4 * rng.uniform(1, 2, size=4), 0.3)


@test_case(name="q5.adagrad_step.s", points=0.75, hidden=True)
def hidden_adagrad_s(adagrad_step):
    ADAGRAD.check(adagrad_step, STATE, only=is_plain)


@test_case(name="q5.adagrad_step.w", points=2, hidden=True)
def hidden_adagrad_w(adagrad_step):
    ADAGRAD.check(adagrad_step, W, only=is_plain)


@test_case(name="q5.adagrad_step.w.eps", points=0.25, hidden=True)
def hidden_adagrad_eps(adagrad_step):
    check_eps(ADAGRAD, adagrad_step)


@test_case(name="q5.adagrad_step.defaults", points=0.25, hidden=True)
def hidden_adagrad_defaults(adagrad_step):
    ADAGRAD.check_defaults(adagrad_step, ADAGRAD_SMALL, (EPS,), (W, STATE))


@test_case(name="q5.adagrad_step.integers", points=0.25, hidden=True)
def hidden_adagrad_integers(adagrad_step):
    ADAGRAD.check_where_right(adagrad_step, (STATE, W), base=is_plain, only=is_integer)


@test_case(name="q5.adagrad_step.arguments", points=0.25, hidden=True)
def hidden_adagrad_arguments(adagrad_step):
    ADAGRAD.check_arguments(adagrad_step)
