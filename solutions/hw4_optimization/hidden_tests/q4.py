"""Hidden tests of q4: the backward pass of batch normalization."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import generator

from . import batches
from .gradients import DBETA, DGAMMA, DX, GradientCases

OK_FORMAT = False
name = "q4"
points = None

rng = generator("hw4_optimization", "batchnorm_backward")


def with_gradient(args):
    """A gradient of the output, different for every example and of no special mean."""
    return 0.5 + rng.normal(size=args[0].shape), args


def without_mean(args):
    """Whole numbers that add up to zero over the batch: nothing of them goes through the mean."""
    dout = rng.integers(1, 9, size=args[0].shape).astype(float)
    dout[-1] = -dout[:-1].sum(axis=0)
    return dout, args


def standard(shape):
    """A batch in evaluation whose x_hat is x: only the mode shows."""
    *args, _ = batches.plain(rng, shape, unit=True)
    args[3:5] = np.zeros(shape[1]), np.full(shape[1], 1 - batches.EPS)
    return (*args, False)


def is_training(*args):
    return batches.is_plain(*args) and batches.is_training(*args)


def is_evaluation(*args):
    return batches.is_plain(*args) and not batches.is_training(*args)


def is_standard(*args):
    return is_evaluation(*args) and batches.is_unit(*args)


# Two examples are normalised to -1 and 1, and almost no gradient is left: only a large eps shows.
CASES = GradientCases(
    [
        *(with_gradient(batches.plain(rng, shape)) for shape in ((7, 3), (6, 6), (9, 4))),
        *(with_gradient(standard(shape)) for shape in ((5, 3), (4, 4))),
        *(with_gradient(batches.plain(rng, s, train=False)) for s in ((6, 3), (2, 4))),
        *(without_mean(batches.faint(rng, eps)) for eps in (1.0, 1e-5)),
        *(with_gradient(batches.plain(rng, s, eps=300.0)) for s in ((2, 3), (5, 4))),
        with_gradient(batches.plain(rng, (4, 3), eps=300.0, train=False)),
    ]
)


@test_case(name="q4.dbeta", points=2.5, hidden=True)
def hidden_dbeta(batchnorm_forward, batchnorm_backward):
    CASES.check_pair(batchnorm_forward, batchnorm_backward, DBETA, only=is_training)


@test_case(name="q4.dgamma", points=3.25, hidden=True)
def hidden_dgamma(batchnorm_forward, batchnorm_backward):
    CASES.check_pair(batchnorm_forward, batchnorm_backward, DGAMMA, only=is_training)


@test_case(name="q4.dx", points=7.5, hidden=True)
def hidden_dx(batchnorm_forward, batchnorm_backward):
    CASES.check_pair(batchnorm_forward, batchnorm_backward, DX, only=is_training)


@test_case(name="q4.dx.evaluation", points=3, hidden=True)
def hidden_dx_evaluation(batchnorm_forward, batchnorm_backward):
    pair = batchnorm_forward, batchnorm_backward
    CASES.check_pair(*pair, DX, only=is_standard)
    for key in (DX, DGAMMA, DBETA):
        if CASES.is_right(*pair, key, only=is_training):
            CASES.check_pair(*pair, key, only=is_evaluation)


@test_case(name="q4.tiny_variance", points=2, hidden=True)
def hidden_tiny_variance(batchnorm_forward, batchnorm_backward):
    pair = batchnorm_forward, batchnorm_backward
    CASES.check_pair(*pair, DX, only=batches.is_faint_and_unit)
    for is_plain, train in ((is_training, True), (is_evaluation, False)):
        if CASES.is_right(*pair, DX, only=is_plain):
            CASES.check_pair(*pair, DX, only=batches.depends_on_eps(train=train))
    if CASES.is_right(*pair, DGAMMA, only=is_training):
        CASES.check_pair(*pair, DGAMMA, only=batches.is_training)


@test_case(name="q4.arguments", points=1, hidden=True)
def hidden_arguments(batchnorm_forward, batchnorm_backward):
    CASES.check_twice(batchnorm_forward, batchnorm_backward)
