"""Public tests of q3: products of random matrices.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import math

import numpy as np
from public_checks import array, check, require, test_case

OK_FORMAT = False

name = "q3"
points = None

MATRICES = [[[1.0, 2.0], [0.0, 1.0]], [[1.0, 0.0], [3.0, 1.0]], [[2.0, 0.0], [0.0, 1.0]]]
PREFIXES = [[[1.0, 2.0], [0.0, 1.0]], [[7.0, 2.0], [3.0, 1.0]], [[14.0, 2.0], [6.0, 1.0]]]


@test_case(name="q3.random_matrices.three_shapes", points=0.75)
def public_random_matrices_shape(random_matrices):
    rng = np.random.default_rng(0)
    for args, shape in (((), (100, 4, 4)), ((5, 3), (5, 3, 3)), ((1, 2, 0.5), (1, 2, 2))):
        call = f"random_matrices{('rng', *args)}".replace("'", "")
        array(call, random_matrices(rng, *args), shape)


@test_case(name="q3.random_matrices.mean_square", points=1)
def public_random_matrices_variance(random_matrices):
    got = array("random_matrices", random_matrices(np.random.default_rng(1), 12, 20, 9.0))
    square = float(np.mean(got.astype(float) ** 2))  # 9, give or take 0.18
    look = "the argument of rng.normal: the standard deviation is the root of the variance"
    told = f"mean square of {got.size} entries for var = 9: expected about 9, got {square:.3g}"
    require(7.5 < square < 10.5, f"wrong value: {told}", look)


@test_case(name="q3.random_matrices.same_seed", points=0.25)
def public_random_matrices_seed(random_matrices):
    first, second, other = (
        array("random_matrices(rng, 2, 3)", random_matrices(np.random.default_rng(s), 2, 3))
        for s in (5, 5, 6)
    )
    look = "where the numbers come from: from rng alone, neither np.random nor a generator of yours"
    told = "generators with the same seed give other numbers"
    require(np.array_equal(first, second), f"wrong value: {told}", look)
    told = "generators with different seeds give the same numbers"
    require(not np.array_equal(first, other), f"wrong value: {told}", look)


@test_case(name="q3.matrix_product.worked_example", points=0.75)
def public_matrix_product(matrix_product):
    look = "the order of the factors, and the matrix product @"
    for k in (2, 3):
        got = matrix_product(np.array(MATRICES[:k]))
        check(f"product of {MATRICES[:k]}", got, PREFIXES[k - 1], look)


@test_case(name="q3.matrix_product.just_one", points=0.5)
def public_matrix_product_one(matrix_product):
    got = matrix_product(np.array(MATRICES[:1]))
    check("product of one matrix", got, PREFIXES[0], "what you start with")


@test_case(name="q3.matrix_product_log_norms.worked_example", points=1)
def public_log_norms(matrix_product_log_norms):
    expected = [math.log(6) / 2, math.log(63) / 2, math.log(237) / 2]
    look = "the norm: of every prefix of the product, Frobenius, natural logarithm"
    what = f"log norms of the prefixes of {MATRICES}"
    check(what, matrix_product_log_norms(np.array(MATRICES)), expected, look)


@test_case(name="q3.matrix_product_log_norms.long", points=1.25)
def public_log_norms_long(matrix_product_log_norms):
    rotation = np.array([[0.6, -0.8], [0.8, 0.6]])
    for factor, word in ((2.0, "growing"), (0.5, "shrinking")):
        what = f"log norms of 3000 {word} factors, |entries| up to {0.8 * factor}"
        got = array(what, matrix_product_log_norms(np.stack([factor * rotation] * 3000)))
        told = f"not finite: {what}: some are nan or inf"
        require(np.isfinite(got).all(), told, reason="not_finite")


@test_case(name="q3.growth_rate.worked_example", points=0.75)
def public_growth_rate(growth_rate):
    look = "the number of steps from the first value to the last"
    for values, expected in (([1.0, 3.0, 4.0, 10.0], 3.0), ([2.5, 0.0, -1.5], -2.0)):
        check(f"growth_rate of {values}", growth_rate(np.array(values)), expected, look)


@test_case(name="q3.product_experiment.three_lengths", points=1)
def public_product_experiment(product_experiment):
    rng = np.random.default_rng(0)
    for args, count in (((), 100), ((7, 3), 7), ((1, 2, 0.5), 1)):
        call = f"product_experiment{('rng', *args)}".replace("'", "")
        array(call, product_experiment(rng, *args), (count,))
