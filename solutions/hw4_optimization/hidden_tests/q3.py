"""Hidden tests of q3: the forward pass of batch normalization."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import generator, same

from .. import reference
from . import batches
from .results import TupleCases

OK_FORMAT = False
name = "q3"
points = None

OUT, MEAN, VAR = 0, 2, 3
rng = generator("hw4_optimization", "batchnorm_forward")
INTEGERS = rng.integers(-9, 10, size=(6, 3)), np.array([2, -1, 3]), np.array([1, 0, -2])


def running(args, values, key):
    """Running statistics of the mode that the output is of, or exchanged.

    The running variance also by the weights with which the running mean was averaged.
    """
    x, _, _, mean, var, *_, train = args
    other = reference.batchnorm_forward(*args[:-1], not train) if len(x) > 1 else None
    right = [other[key]] if other and same(other[OUT], values[OUT]) else []
    if key == MEAN or len(x) == 1 or not np.isfinite(values[MEAN]).all():
        return right
    _, _, right_mean, right_var = reference.batchnorm_forward(*args)
    if same(right_var, values[MEAN]):
        right.append(right_mean)
    parts = np.stack([mean, x.mean(axis=0)], axis=1)
    weights = np.linalg.lstsq(parts, values[MEAN])[0]
    if np.allclose(parts @ weights, values[MEAN]):
        right.append(np.stack([var, x.var(axis=0, ddof=1)], axis=1) @ weights)
    return right


CASES = TupleCases(
    "batchnorm_forward",
    reference.batchnorm_forward,
    [
        *(batches.plain(rng, shape) for shape in batches.SHAPES),
        *batches.walk(rng, (5, 3), (0.3, 0.6, 0.1)),
        *(batches.plain(rng, s, train=False, unit=True) for s in ((5, 3), (4, 4), (1, 3))),
        *(batches.plain(rng, s, train=False) for s in ((6, 3), (1, 4))),
        *(batches.faint(rng, eps, train=train) for eps in (1.0, 1e-5) for train in (True, False)),
        *(batches.faint(rng, 1e-5, train=train, constant=True) for train in (True, False)),
        *(batches.plain(rng, (5, 3), eps=300.0, train=train) for train in (True, False)),
        (*INTEGERS, *batches.statistics(rng, 3), 0.1, 1e-5, True),
    ],
    chain={MEAN: (OUT,), VAR: (OUT, MEAN)},
    step=running,
    # A mean over the wrong axis raises, but where B = d: twins of the first eight.
    square=[
        *(batches.plain(rng, (n, n)) for n in (4, 5, 3, 6)),
        *batches.walk(rng, (4, 4), (0.3, 0.6, 0.1)),
    ],
)
DEFAULTS = (0.1, 1e-5, True)
SMALL = (1e-2 * rng.normal(size=(5, 3)), *batches.plain(rng, (5, 3))[1:5])


def is_training(*args):
    return batches.is_plain(*args) and batches.is_training(*args)


def is_evaluation(*args):
    return batches.is_plain(*args) and not batches.is_training(*args)


@test_case(name="q3.out", points=5, hidden=True)
def hidden_out(batchnorm_forward):
    CASES.check(batchnorm_forward, OUT, only=is_training)


@test_case(name="q3.out.evaluation", points=3, hidden=True)
def hidden_out_evaluation(batchnorm_forward):
    CASES.check(batchnorm_forward, OUT, only=lambda *a: is_evaluation(*a) and batches.is_unit(*a))
    if not CASES.mismatch(batchnorm_forward, OUT, is_training):
        CASES.check(batchnorm_forward, OUT, only=is_evaluation)


@test_case(name="q3.out.tiny_variance", points=2, hidden=True)
def hidden_out_tiny_variance(batchnorm_forward):
    CASES.check(batchnorm_forward, OUT, only=batches.is_faint_and_unit)
    CASES.check_changed(batchnorm_forward, OUT)
    for is_plain, train in ((is_training, True), (is_evaluation, False)):
        if not CASES.mismatch(batchnorm_forward, OUT, is_plain):
            CASES.check(batchnorm_forward, OUT, only=batches.depends_on_eps(train=train))


@test_case(name="q3.running_mean", points=2.5, hidden=True)
def hidden_running_mean(batchnorm_forward):
    CASES.check(batchnorm_forward, MEAN, only=is_training)


@test_case(name="q3.running_var", points=3, hidden=True)
def hidden_running_var(batchnorm_forward):
    CASES.check(batchnorm_forward, VAR, only=is_training)


@test_case(name="q3.running.evaluation", points=1.25, hidden=True)
def hidden_running_evaluation(batchnorm_forward):
    CASES.check_where_right(
        batchnorm_forward,
        (MEAN, VAR),
        base=is_training,
        only=lambda *args: is_evaluation(*args) and len(args[0]) > 1,
    )


@test_case(name="q3.integers", points=0.25, hidden=True)
def hidden_integers(batchnorm_forward):
    quantities = (OUT, MEAN, VAR)
    CASES.check_where_right(
        batchnorm_forward, quantities, base=is_training, only=batches.is_integer
    )


@test_case(name="q3.defaults", points=0.5, hidden=True)
def hidden_defaults(batchnorm_forward):
    CASES.check_defaults(batchnorm_forward, SMALL, DEFAULTS, (OUT, MEAN, VAR))


@test_case(name="q3.arguments", points=0.75, hidden=True)
def hidden_arguments(batchnorm_forward):
    CASES.check_arguments(batchnorm_forward)
