"""Inputs that q3 and q4 share: minibatches in which a wrong formula cannot hide.

In a plain batch every feature has a variance far above eps, so that a mistake with eps does not
show; in a faint batch it is far below, so that nothing else does.
"""

import numpy as np

from .. import reference

EPS, MOMENTUM = 1e-5, 0.1
SHAPES = ((7, 3), (4, 4), (2, 3), (6, 5))


def spread(rng, shape):
    """x (B, d) whose features have standard deviations from 10 to 30."""
    x = rng.normal(size=shape)
    if len(x) > 1:
        x = (x - x.mean(axis=0)) / x.std(axis=0)
    return x * rng.uniform(10, 30, size=shape[1]) + rng.normal(scale=20, size=shape[1])


def scale_and_shift(rng, d):
    """gamma and beta, none of them near 1 or 0."""
    gamma = rng.uniform(1.3, 2.5, size=d) * rng.choice([-1, 1], d)
    return gamma, rng.uniform(0.5, 2, size=d)


def statistics(rng, d):
    """A running mean and a running variance."""
    return rng.normal(scale=20, size=d), rng.uniform(100, 900, size=d)


def plain(rng, shape, momentum=MOMENTUM, eps=EPS, *, train=True, unit=False):
    """Arguments of batchnorm_forward; `unit` leaves scale and shift out."""
    d = shape[1]
    affine = (np.ones(d), np.zeros(d)) if unit else scale_and_shift(rng, d)
    return (spread(rng, shape), *affine, *statistics(rng, d), momentum, eps, train)


def walk(rng, shape, momenta):
    """Several batches in a row, the running statistics passed on, and one of them in evaluation."""
    kept = (*scale_and_shift(rng, shape[1]), *statistics(rng, shape[1]))
    for momentum in momenta:
        args = (spread(rng, shape), *kept, momentum, EPS, True)
        yield args
        kept = (*kept[:2], *reference.batchnorm_forward(*args)[2:])
    yield (spread(rng, shape), *kept, MOMENTUM, EPS, False)


def faint(rng, eps, *, train=True, constant=False):
    """Deviations of a thousandth of sqrt(eps), so that x_hat is x / sqrt(eps)."""
    deviations = 1e-3 * np.sqrt(eps) * rng.uniform(0.1, 1, size=3)
    deviations[0] *= not constant
    x = deviations * np.array([[1, 1, -1], [-1, 1, 1], [1, -1, 1], [-1, -1, -1]])
    return (x, np.ones(3), np.zeros(3), np.zeros(3), deviations**2, MOMENTUM, eps, train)


def is_training(*args):
    return args[-1]


def is_unit(x, gamma, beta, *_):
    return np.all(gamma == 1) and not np.any(beta)


def is_integer(x, *_):
    return x.dtype.kind == "i"


def is_faint(*args):
    return np.max(np.abs(args[0])) < 0.01 * np.sqrt(args[-2])


def is_faint_and_unit(*args):
    """Whether nothing shows but a missing eps: the divisor is the root of eps = 1."""
    return is_faint(*args) and is_training(*args) and args[-2] == 1


def is_plain(*args):
    return not is_faint(*args) and not is_integer(*args) and args[-2] == EPS


def depends_on_eps(*, train):
    """Predicate of batches in one mode in which eps shows."""
    return lambda *args: (is_faint(*args) or args[-2] != EPS) and args[-1] == train
