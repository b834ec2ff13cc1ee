"""Hidden tests of q1: gradient descent with momentum."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import generator, same

from .. import reference
from .results import TupleCases

OK_FORMAT = False
name = "q1"
points = None

W, V = 0, 1
rng = generator("hw4_optimization", "momentum_step")


def walk(shape, rates, mu):
    """Consecutive steps from rest, the learning rate changing on the way."""
    w, v = rng.normal(size=shape), np.zeros(shape)
    for lr in rates:
        args = (w, rng.normal(scale=2, size=shape), v, lr, mu)
        yield args
        w, v = reference.momentum_step(*args)


def position(args, values, key):
    """w by the velocity given; one of another sign or scale may be used accordingly."""
    w, _, _, lr, _ = args
    right = reference.momentum_step(*args)
    exchanged = [right[V]] if same(right[W], values[V]) else []
    return [w + factor * values[V] for factor in (-lr, lr, -1, 1)] + exchanged


CASES = TupleCases(
    "momentum_step",
    reference.momentum_step,
    [
        *walk((5,), (0.5, 0.2, 0.7), 0.9),
        *walk((3, 4), (0.3, 0.3), 0.6),
        (*rng.normal(size=(3, 2, 3)), 0.4, 0.0),
        (*rng.normal(size=(3, 2, 3)), 0.4, 0.7),
        (np.array([3, -1, 4, 7]), np.array([2, 5, -3, 1]), np.array([1, -4, 0, 2]), 0.3, 0.7),
    ],
    chain={W: (V,)},
    step=position,
)


def is_integer(w, *_):
    return w.dtype.kind == "i"


def is_float(w, *_):
    return w.dtype.kind == "f"


@test_case(name="q1.v", points=1, hidden=True)
def hidden_v(momentum_step):
    CASES.check(momentum_step, V, only=is_float)


@test_case(name="q1.w", points=2, hidden=True)
def hidden_w(momentum_step):
    CASES.check(momentum_step, W, only=is_float)


@test_case(name="q1.integers", points=0.5, hidden=True)
def hidden_integers(momentum_step):
    CASES.check_where_right(momentum_step, (V, W), base=is_float, only=is_integer)


@test_case(name="q1.arguments", points=1, hidden=True)
def hidden_arguments(momentum_step):
    CASES.check_arguments(momentum_step)
