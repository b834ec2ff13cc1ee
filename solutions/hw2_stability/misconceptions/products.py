"""Mistakes in q3: products of matrices, and the log norms of their prefixes."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


@misconception(
    "matrix_product.power_of_the_first",
    "You multiply by the same matrix every time: each factor is another one.",
)
def product_power_of_the_first(matrices):
    return np.linalg.matrix_power(np.asarray(matrices[0], dtype=float), len(matrices))


@misconception(
    "matrix_product.elementwise",
    "You multiply entry by entry; asked for is the matrix product.",
)
def product_elementwise(matrices):
    return np.prod(np.asarray(matrices, dtype=float), axis=0)


@misconception(
    "matrix_product.factors_transposed",
    "You multiply by the transposes of the factors.",
)
def product_factors_transposed(matrices):
    return right.matrix_product([matrices[0], *np.swapaxes(matrices[1:], 1, 2)])


@misconception(
    "matrix_product.reversed_order",
    "The product starts with M_1 on the left; yours starts with the last factor.",
)
def product_reversed_order(matrices):
    return right.matrix_product(matrices[::-1])


@misconception(
    "matrix_product.last_factor_left_out",
    "The last factor is missing: the product has exactly the k factors given.",
)
def product_last_factor_left_out(matrices):
    return right.matrix_product([np.eye(len(matrices[0])), *matrices[:-1]])


@misconception(
    "matrix_product.first_factor_left_out",
    "The first factor is missing: the product has exactly the k factors given.",
)
def product_first_factor_left_out(matrices):
    return right.matrix_product([np.eye(len(matrices[0])), *matrices[1:]])


@misconception(
    "matrix_product.first_factor_twice",
    "The first factor comes twice: you start with it and then multiply by all of them.",
)
def product_first_factor_twice(matrices):
    return right.matrix_product([matrices[0], *matrices])


@misconception(
    "matrix_product.sum_of_the_factors",
    "You add the matrices; asked for is their product.",
)
def product_sum_of_the_factors(matrices):
    return np.sum(np.asarray(matrices, dtype=float), axis=0)


@misconception(
    "matrix_product.int64_overflow",
    "A product of many integer matrices leaves the range of int64: compute in float.",
)
def product_int64_overflow(matrices):
    product = matrices[0]
    for M in matrices[1:]:
        product = product @ M
    return product


@misconception(
    "matrix_product.first_factor_overwritten",
    "You collect the product in the first of the matrices, which belong to the caller: work on a "
    "copy.",
)
def product_first_factor_overwritten(matrices):
    product = np.asarray(matrices, dtype=float)[0]  # a view: asarray copies no float array
    for M in matrices[1:]:
        product[...] = product @ M
    return product


def prefixes(matrices, norm):
    """log of `norm` of every prefix, kept at norm 1 as in the model answer."""
    product, shift, logs = np.eye(matrices.shape[-1]), 0.0, []
    for M in matrices:
        product = product @ M
        logs.append(shift + np.log(norm(product)))
        scale = np.linalg.norm(product)
        product, shift = product / scale, shift + np.log(scale)
    return np.array(logs)


@misconception(
    "matrix_product_log_norms.without_rescaling",
    "The product leaves the range of float64, and its logarithm is infinite. Keep the product at "
    "a moderate size and count the logarithms.",
)
def log_norms_without_rescaling(matrices):
    return overflowing(matrices)


def overflowing(matrices):
    product, norms = np.eye(matrices.shape[-1]), []
    with np.errstate(all="ignore"):
        for M in matrices:
            product = product @ M
            norms.append(np.linalg.norm(product))
        return np.log(norms)


@misconception(
    "matrix_product_log_norms.spectral_norm",
    "The 2-norm of a matrix is its largest singular value; asked for is the Frobenius norm.",
)
def log_norms_spectral_norm(matrices):
    return prefixes(matrices, lambda P: np.linalg.norm(P, 2))


@misconception(
    "matrix_product_log_norms.largest_entry",
    "You use the largest entry; asked for is the Frobenius norm, which counts all of them.",
)
def log_norms_largest_entry(matrices):
    return prefixes(matrices, lambda P: np.max(np.abs(P)))


@misconception(
    "matrix_product_log_norms.norms_of_the_factors_multiplied",
    "You add the log norms of the factors. ||AB|| is at most ||A|| ||B||, but not equal to it.",
)
def log_norms_norms_of_the_factors_multiplied(matrices):
    return np.cumsum(np.log(np.linalg.norm(matrices, axis=(1, 2))))


@misconception(
    "matrix_product_log_norms.of_each_factor",
    "Those are the log norms of the factors one by one; asked for are those of the prefixes.",
)
def log_norms_of_each_factor(matrices):
    return np.log(np.linalg.norm(matrices, axis=(1, 2)))


@misconception(
    "matrix_product_log_norms.identity_first",
    "There is one log norm for each factor: you also list that of the empty product.",
)
def log_norms_identity_first(matrices):
    logs = right.matrix_product_log_norms(matrices)
    return np.concatenate([[0.5 * np.log(matrices.shape[-1])], logs])


@misconception(
    "matrix_product_log_norms.growth_not_added_up",
    "Each of your values is the growth by one factor; asked for is the log norm of the whole "
    "prefix.",
)
def log_norms_growth_not_added_up(matrices):
    return np.diff(right.matrix_product_log_norms(matrices), prepend=0.0)


@misconception(
    "matrix_product_log_norms.log_of_the_square",
    "Your values are twice the right ones: the norm is the root of the sum of squares.",
)
def log_norms_log_of_the_square(matrices):
    return 2 * right.matrix_product_log_norms(matrices)


@misconception(
    "matrix_product_log_norms.log_base_10",
    "The logarithm is the natural one; yours has base 10.",
)
def log_norms_log_base_10(matrices):
    return right.matrix_product_log_norms(matrices) / np.log(10)


@misconception(
    "matrix_product_log_norms.suffixes",
    "You start from the last factor: the k-th value belongs to M_1 ... M_k.",
)
def log_norms_suffixes(matrices):
    return right.matrix_product_log_norms(np.swapaxes(matrices[::-1], 1, 2))


@misconception(
    "matrix_product_log_norms.of_the_whole_product_only",
    "You return one number, that of the whole product; asked for is one for every prefix.",
)
def log_norms_of_the_whole_product_only(matrices):
    return right.matrix_product_log_norms(matrices)[-1]


@misconception(
    "matrix_product_log_norms.norm_without_log",
    "You return the norms themselves; asked for are their natural logarithms.",
)
def log_norms_norm_without_log(matrices):
    with np.errstate(over="ignore"):
        return np.exp(right.matrix_product_log_norms(matrices))


@misconception(
    "matrix_product.squares_itself",
    "You multiply the product by itself in every step, and never by the next factor.",
)
def product_squares_itself(matrices):
    product = np.asarray(matrices[0], dtype=float)
    for _ in matrices[1:]:
        product = product @ product
    return product


@misconception(
    "matrix_product_log_norms.squares_itself",
    "You multiply the product by itself in every step, and never by the next factor.",
)
def log_norms_squares_itself(matrices):
    product = np.asarray(matrices[0], dtype=float)
    log_norms, log_norm = [], 0.0
    for i in range(len(matrices)):
        product, log_norm = (product @ product, 2 * log_norm) if i else (product, log_norm)
        norm = np.linalg.norm(product)
        product, log_norm = product / norm, log_norm + np.log(norm)
        log_norms.append(log_norm)
    return np.array(log_norms)


@misconception(
    "matrix_product_log_norms.from_the_second",
    "The first log norm is missing: the list starts with that of M_1 alone, and there is one for "
    "each factor.",
)
def log_norms_from_the_second(matrices):
    return right.matrix_product_log_norms(matrices)[1:]


@misconception(
    "matrix_product_log_norms.added_up_without_rescaling",
    "You add up the log norms of the prefixes. Only what is taken out of the product counts: "
    "divide it by its norm in every step.",
)
def log_norms_added_up_without_rescaling(matrices):
    return np.cumsum(overflowing(matrices))
