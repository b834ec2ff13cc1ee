"""Hidden tests of q2: the backward pass of dropout."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import Cases, check_arguments, generator

from .. import reference

OK_FORMAT = False
name = "q2"
points = None

SHAPES = ((4, 7), (1, 6), (5,), (3, 2, 4))
rng = generator("hw3_dropout", "dropout_backward")


def mask_for(p, shape):
    """A mask of zeros and ones, with at least one of each."""
    mask = (rng.random(shape) >= p).astype(float)
    mask.flat[:2] = (0.0, 1.0)
    return mask


CASES = Cases(
    "dropout_backward",
    reference.dropout_backward,
    [
        *((rng.normal(size=shape), mask_for(p, shape), p) for shape in SHAPES for p in (0.3, 0.8)),
        *((rng.normal(size=shape), None, p) for shape in SHAPES for p in (0.3, 0.8)),
        *((rng.normal(size=(4, 7)), None, p) for p in (0.0, 1.0)),
        *((rng.normal(size=shape), np.zeros(shape), 1.0) for shape in SHAPES),
        *((rng.normal(size=shape), mask_for(0.3, shape).astype(bool), 0.3) for shape in SHAPES),
        (rng.normal(size=(3, 4)), np.ones((3, 4)), 0.0),
        (rng.integers(-9, 10, (4, 7)), mask_for(0.3, (4, 7)).astype(int), 0.3),
    ],
)


ARGUMENTS = [  # a mask, none, one of bools; and p = 1
    Cases("dropout_backward", reference.dropout_backward, [args])
    for args in [
        next(filter(chosen, CASES.inputs))
        for chosen in (
            lambda args: 0 < args[2] < 1 and args[1] is not None,
            lambda args: args[1] is None,
            lambda args: args[1] is not None and args[1].dtype == bool,
            lambda args: args[2] == 1 and args[1] is not None,
        )
    ]
]


def is_of(mask, kind):
    """Whether there is a mask of floats (f), bools (b) or integers (i)."""
    return mask is not None and mask.dtype.kind == kind


def is_plain(dout, mask, p):
    return 0 < p < 1 and is_of(mask, "f")


@test_case(name="q2.dropout_backward", points=2.5, hidden=True)
def hidden_dropout_backward(dropout_backward):
    CASES.check(dropout_backward, only=is_plain)


@test_case(name="q2.dropout_backward.mask_none", points=1, hidden=True)
def hidden_mask_none(dropout_backward):
    CASES.check(dropout_backward, only=lambda dout, mask, p: mask is None)


@test_case(name="q2.dropout_backward.p_zero", points=0.5, hidden=True)
def hidden_p_zero(dropout_backward):
    CASES.check(dropout_backward, only=lambda dout, mask, p: p == 0 and mask is not None)


@test_case(name="q2.dropout_backward.p_one", points=1, hidden=True)
def hidden_p_one(dropout_backward):
    CASES.check(dropout_backward, only=lambda dout, mask, p: p == 1 and mask is not None)


@test_case(name="q2.dropout_backward.bool_mask", points=0.75, hidden=True)
def hidden_bool_mask(dropout_backward):
    CASES.check(dropout_backward, only=lambda dout, mask, p: is_of(mask, "b"))


@test_case(name="q2.dropout_backward.integers", points=0.25, hidden=True)
def hidden_integers(dropout_backward):
    CASES.check(dropout_backward, only=lambda dout, mask, p: is_of(mask, "i"))


@test_case(name="q2.dropout_backward.arguments", points=0.75, hidden=True)
def hidden_arguments(dropout_backward):
    check_arguments(dropout_backward, *ARGUMENTS)
