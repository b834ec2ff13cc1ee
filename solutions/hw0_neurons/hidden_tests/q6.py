"""Hidden tests of q6: cross-validation.

A law leaves a right function with a chance of at most 1e-10 (see `bounds`); each test says how many
laws it adds up, and what it catches with a chance of at least 1 - 1e-6.
"""

import numpy as np
from otter.test_files import test_case

from autograder.testing import GENERATOR, Cases, generator

from .. import reference
from .splits import KFOLD, PAIRS

OK_FORMAT = False
name = "q6"
points = None

rng = generator("hw0_neurons", "cross_validated_error")


def study(sizes, degree, lambd):
    """Points of a curve of higher degree, and folds of these sizes in a random order."""
    n = sum(sizes)
    x = rng.uniform(-1, 1, n)
    y = 1 + 2 * x - 3 * x**3 + 0.5 * rng.normal(size=n)
    return x, y, degree, lambd, np.split(rng.permutation(n), np.cumsum(sizes)[:-1])


EVEN = Cases(
    "cross_validated_error",
    reference.cross_validated_error,
    [study((6,) * 4, 2, 0.1), study((7,) * 3, 1, 0.6), study((5,) * 5, 3, 0.2)],
)
LEAST_SQUARES = Cases(
    "cross_validated_error",
    reference.cross_validated_error,
    [study((6,) * 4, 2, 0.0), study((8,) * 3, 1, 0.0), study((5,) * 4, 0, 0.0)],
    beside=[EVEN],
)
UNEVEN = Cases(
    "cross_validated_error",
    reference.cross_validated_error,
    [study((12, 3, 2, 7), 1, 0.2), study((2, 15, 4), 2, 0.1)],
    beside=[EVEN],
)


@test_case(name="q6.kfold_indices.partition", points=1.25, hidden=True)
def hidden_partition(kfold_indices):
    """Not random. Catches what is left of n / k thrown away, draws with replacement."""
    KFOLD.check(kfold_indices, "folds", "outside", "missing", "repeated", "shared")


@test_case(name="q6.kfold_indices.sizes", points=0.75, hidden=True)
def hidden_sizes(kfold_indices):
    """Not random. Catches all that is left of n / k put into one fold."""
    KFOLD.check(kfold_indices, "too large", "too small")


@test_case(name="q6.kfold_indices.randomness", points=1.5, hidden=True)
def hidden_randomness(kfold_indices):
    """Two laws: 2e-10. Catches folds of neighbours, every k-th index, an order that is rolled: the
    indices 17 and 18 share a fold in all of 150 calls then, in none, or in 95 % of them.
    """
    KFOLD.check(kfold_indices, *PAIRS)


@test_case(name="q6.kfold_indices.generator", points=0.5, hidden=True)
def hidden_generator(kfold_indices):
    """Two right draws are the same with a chance of 2e-11. Catches another generator, one seeded
    inside, NumPy's global one.
    """
    KFOLD.check(kfold_indices, *GENERATOR)


@test_case(name="q6.cross_validated_error", points=2.75, hidden=True)
def hidden_error(cross_validated_error):
    EVEN.check(cross_validated_error)


@test_case(name="q6.cross_validated_error.uneven", points=1, hidden=True)
def hidden_uneven(cross_validated_error):
    UNEVEN.check(cross_validated_error)


@test_case(name="q6.cross_validated_error.least_squares", points=0.75, hidden=True)
def hidden_least_squares(cross_validated_error):
    LEAST_SQUARES.check(cross_validated_error)


@test_case(name="q6.cross_validated_error.arguments", points=0.25, hidden=True)
def hidden_arguments(cross_validated_error):
    EVEN.check_arguments(cross_validated_error)
