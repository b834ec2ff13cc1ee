"""Hidden tests of q3: products of random matrices.

A law leaves a right random function with a chance of at most 1e-10 (see `bounds`);
each test says how many laws it adds up, and what it catches with a chance of at least 1 - 1e-6.
"""

import numpy as np
from otter.test_files import test_case

from autograder.testing import GENERATOR, Cases, generator

from .. import reference
from . import draws, products
from .readings import check_long

OK_FORMAT = False
name = "q3"
points = None

SHAPES = draws.shapes(
    "random_matrices",
    {(2, 3, 0.5): (2, 3, 3), (5, 2, 1.0): (5, 2, 2), (1, 4, 2.0): (1, 4, 4)},
)
LENGTHS = draws.shapes(
    "product_experiment", {(7, 3, 1.0): (7,), (1, 4, 1.0): (1,), (2, 5, 0.1): (2,)}
)
STACKS = ((2, 3, 3), (5, 4, 4), (3, 5, 5), (7, 2, 2))

rng = generator("hw2_stability", "matrix_product")
PRODUCT = Cases(
    "matrix_product",
    reference.matrix_product,
    [(rng.normal(size=shape),) for shape in (*STACKS, (100, 4, 4))],
)
PRODUCT_ONE = Cases(
    "matrix_product",
    reference.matrix_product,
    [(rng.normal(size=(1, 4, 4)),)],
    beside=[PRODUCT],
)
PRODUCT_INTEGERS = Cases(  # 60 factors leave the range of int64
    "matrix_product",
    reference.matrix_product,
    [(rng.integers(-3, 4, size=shape),) for shape in ((4, 3, 3), (60, 3, 3))],
    beside=[PRODUCT],
)

rng = generator("hw2_stability", "matrix_product_log_norms")


def log_norms(*matrices, beside=()):
    cases = [(M,) for M in matrices]
    answer = reference.matrix_product_log_norms
    return Cases("matrix_product_log_norms", answer, cases, beside=beside)


LOG_NORMS = log_norms(*(rng.normal(size=shape) for shape in STACKS))
LOG_NORMS_ONE = log_norms(rng.normal(size=(1, 4, 4)), beside=[LOG_NORMS])
LOG_NORMS_GROWING = log_norms(rng.normal(size=(3000, 4, 4)))  # to about e^1670
LOG_NORMS_SHRINKING = log_norms(rng.normal(0, 0.1, size=(1200, 4, 4)))  # to about e^-2090
LOG_NORMS_INTEGERS = log_norms(rng.integers(-3, 4, size=(60, 3, 3)), beside=[LOG_NORMS])

rng = generator("hw2_stability", "growth_rate")
GROWTH_RATE = Cases(
    "growth_rate",
    reference.growth_rate,
    [
        (rng.normal(drift, 1, size=k).cumsum(),)
        for drift, k in ((0.5, 100), (-2, 7), (0, 3), (1, 2))
    ],
)
GROWTH_RATE_INTEGERS = Cases(
    "growth_rate",
    reference.growth_rate,
    [(np.array([3, 1, 9, 2, 8]),)],
    beside=[GROWTH_RATE],
)


@test_case(name="q3.random_matrices.shape", points=0.5, hidden=True)
def hidden_random_matrices_shape(random_matrices):
    draws.check_shapes(SHAPES, random_matrices)


@test_case(name="q3.random_matrices.defaults", points=0.5, hidden=True)
def hidden_random_matrices_defaults(random_matrices):
    """No false alarm. Catches every other default of count, n or var."""
    draws.check_defaults("random_matrices", random_matrices, 100, 4, 1.0)


@test_case(name="q3.random_matrices.mean", points=0.5, hidden=True)
def hidden_random_matrices_mean(random_matrices):
    """One law. Catches U(0, 1), absolute values, a mean of 0.08 standard deviations."""
    products.MATRICES.check(random_matrices, "mean")


@test_case(name="q3.random_matrices.variance", points=1.5, hidden=True)
def hidden_random_matrices_variance(random_matrices):
    """One law: 6 % wide. Catches std = var, var / n, var left out, U(0, 1), a truncated normal."""
    products.MATRICES.check(random_matrices, "variance")


@test_case(name="q3.random_matrices.distribution", points=1, hidden=True)
def hidden_random_matrices_distribution(random_matrices):
    """Two laws: 2e-10. Catches uniforms, signs, and normals truncated at 3 deviations or less."""
    products.MATRICES.check(random_matrices, "peak", "middle")


@test_case(name="q3.random_matrices.independence", points=1, hidden=True)
def hidden_random_matrices_independence(random_matrices):
    """Four laws: 4e-10. Catches one matrix repeated, symmetric ones, equal rows or columns."""
    names = ("matrices", "rows", "columns", "mirrored")
    products.MATRICES.check(random_matrices, *names)


@test_case(name="q3.random_matrices.generator", points=0.75, hidden=True)
def hidden_random_matrices_generator(random_matrices):
    """No false alarm. Catches another generator, one seeded inside, NumPy's global one."""
    products.MATRICES.check(random_matrices, *GENERATOR)


@test_case(name="q3.matrix_product", points=2, hidden=True)
def hidden_matrix_product(matrix_product):
    PRODUCT.check(matrix_product)


@test_case(name="q3.matrix_product.one_factor", points=0.5, hidden=True)
def hidden_matrix_product_one_factor(matrix_product):
    PRODUCT_ONE.check(matrix_product)


@test_case(name="q3.matrix_product.integers", points=0.5, hidden=True)
def hidden_matrix_product_integers(matrix_product):
    PRODUCT_INTEGERS.check(matrix_product)


@test_case(name="q3.matrix_product.arguments", points=0.5, hidden=True)
def hidden_matrix_product_arguments(matrix_product):
    PRODUCT.check_arguments(matrix_product)


@test_case(name="q3.matrix_product_log_norms", points=2, hidden=True)
def hidden_log_norms(matrix_product_log_norms):
    LOG_NORMS.check(matrix_product_log_norms)


@test_case(name="q3.matrix_product_log_norms.one_factor", points=0.5, hidden=True)
def hidden_log_norms_one_factor(matrix_product_log_norms):
    LOG_NORMS_ONE.check(matrix_product_log_norms)


@test_case(name="q3.matrix_product_log_norms.growing", points=1.5, hidden=True)
def hidden_log_norms_growing(matrix_product_log_norms):
    check_long(LOG_NORMS_GROWING, matrix_product_log_norms)


@test_case(name="q3.matrix_product_log_norms.shrinking", points=1.25, hidden=True)
def hidden_log_norms_shrinking(matrix_product_log_norms):
    check_long(LOG_NORMS_SHRINKING, matrix_product_log_norms)


@test_case(name="q3.matrix_product_log_norms.integers", points=0.5, hidden=True)
def hidden_log_norms_integers(matrix_product_log_norms):
    LOG_NORMS_INTEGERS.check(matrix_product_log_norms)


@test_case(name="q3.matrix_product_log_norms.arguments", points=0.5, hidden=True)
def hidden_log_norms_arguments(matrix_product_log_norms):
    LOG_NORMS.check_arguments(matrix_product_log_norms)


@test_case(name="q3.growth_rate", points=1.25, hidden=True)
def hidden_growth_rate(growth_rate):
    GROWTH_RATE.check(growth_rate)


@test_case(name="q3.growth_rate.integers", points=0.25, hidden=True)
def hidden_growth_rate_integers(growth_rate):
    GROWTH_RATE_INTEGERS.check(growth_rate)


@test_case(name="q3.growth_rate.arguments", points=0.25, hidden=True)
def hidden_growth_rate_arguments(growth_rate):
    GROWTH_RATE.check_arguments(growth_rate)


@test_case(name="q3.product_experiment.length", points=0.5, hidden=True)
def hidden_product_experiment_length(product_experiment):
    draws.check_shapes(LENGTHS, product_experiment)


@test_case(name="q3.product_experiment.first_norm", points=1, hidden=True)
def hidden_product_experiment_first_norm(product_experiment):
    """One law, exact: chi-squared of 1600. Catches n or var left out, and norms without a log."""
    products.PRODUCTS.check(product_experiment, "first")


@test_case(name="q3.product_experiment.growth", points=1, hidden=True)
def hidden_product_experiment_growth(product_experiment):
    """Two laws: 2e-10. Catches var left out or used as the deviation, * for @, no running sum."""
    products.PRODUCTS.check(product_experiment, *products.GROWTH)


@test_case(name="q3.product_experiment.defaults", points=0.5, hidden=True)
def hidden_product_experiment_defaults(product_experiment):
    """No false alarm. Catches every other default of count, n or var."""
    draws.check_defaults("product_experiment", product_experiment, 100, 4, 1.0)


@test_case(name="q3.product_experiment.generator", points=0.5, hidden=True)
def hidden_product_experiment_generator(product_experiment):
    """No false alarm. Catches another generator, one seeded inside, NumPy's global one."""
    products.PRODUCTS.check(product_experiment, *GENERATOR)
