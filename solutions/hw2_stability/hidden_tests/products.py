"""The random functions of q3: what is drawn from them, and the laws of that.

random_matrices is judged by 25,600 numbers of N(0, 0.4). product_experiment is judged where its
law is known in closed form: ||M_1||^2 is var times chi-squared(n^2); given P, ||P M||^2 / ||P||^2
is var times a weighted mean of n chi-squared(n); for n = 1 the factors themselves can be read off.
"""

import numpy as np

from autograder.testing import FALSE_ALARM, GENERATOR, Experiment, Law, bounds, generator

from . import draws

COUNT, N, VAR = 400, 8, 0.4  # neither it nor its root is a ratio that a diagnosis has a word for
NUM_PAIRS = COUNT * N * N // 2
WIDE, LONG = 40, 300  # n of a product of three, length of a product of numbers
FACTOR_VAR = 0.25  # of their entries: a product that is not rescaled underflows


def draw_matrices(random_matrices):
    """Scale, form, independence and use of the generator."""
    name, rng = "random_matrices", generator("hw2_stability", "random_matrices")
    many = draws.sample(name, random_matrices, rng, COUNT, N, VAR, shape=(COUNT, N, N))
    M, (i, j) = many.value, np.tril_indices(N, -1)
    links = {
        "matrices": draws.correlation(M[0::2], M[1::2]),
        "rows": draws.correlation(M[:, 0::2], M[:, 1::2]),
        "columns": draws.correlation(M[:, :, 0::2], M[:, :, 1::2]),
        "mirrored": draws.correlation(M[:, i, j], M[:, j, i]),
    }
    return {
        **draws.normal_statistics(M, np.sqrt(VAR), links),
        **links,
        **draws.use(name, random_matrices, rng, (7, 3, 2.0), (7, 3, 3), many),
    }


INDEPENDENT = draws.independent(NUM_PAIRS, draws.normal_correlation)
MATRICES = Experiment(
    "random_matrices",
    {
        draw_matrices: {
            **draws.normal_laws(COUNT * N * N),
            **dict.fromkeys(("matrices", "rows", "columns"), INDEPENDENT),
            "mirrored": draws.independent(COUNT * N * (N - 1) // 2, draws.normal_correlation),
            **GENERATOR,
        }
    },
)


def draw_products(product_experiment):
    """The first norm, growth by the factors after it, and use of the generator."""
    name, rng = "product_experiment", generator("hw2_stability", "product_experiment")
    wide = draws.sample(name, product_experiment, rng, 3, WIDE, FACTOR_VAR, shape=(3,))
    long = draws.sample(name, product_experiment, rng, LONG, 1, FACTOR_VAR, shape=(LONG,))
    with np.errstate(over="ignore", invalid="ignore"):
        growth = np.exp(2 * np.diff(wide.value[:3])) / (FACTOR_VAR * WIDE)
        factors = np.exp(2 * np.diff(long.value[:LONG]))
        first = np.exp(2 * wide.value[0])
    return {
        "first": float(first / (FACTOR_VAR * WIDE**2)),
        "growth_low": float(growth.min()),
        "growth_high": float(growth.max()),
        "factors": float(np.mean(factors) / FACTOR_VAR),
        **draws.use(name, product_experiment, rng, (9, 3, 2.0), (9,), wide, long),
    }


GROWTH = ("growth_low", "growth_high", "factors")
STARTS = "does not start with the log norm of one matrix of the size and variance asked for"
GROWS = "does not grow as a product of matrices of the size and variance asked for"
GROWTH_LAW = Law(*bounds.chi_squared(WIDE, FALSE_ALARM / 2), GROWS)  # of two steps
PRODUCTS = Experiment(
    "product_experiment",
    {
        draw_products: {
            "first": Law(*bounds.chi_squared(WIDE**2), STARTS),
            "growth_low": GROWTH_LAW,
            "growth_high": GROWTH_LAW,
            "factors": Law(*bounds.chi_squared(LONG - 1), GROWS),
            **GENERATOR,
        }
    },
)
