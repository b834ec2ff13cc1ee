"""Mistakes in q6: the gradients of the weights, which sum over the minibatch."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

NO_PENALTY = (
    "The penalty s depends on this matrix too (5.3.10), and the contributions of all paths are "
    "added: its term is missing."
)


def data_part(c, g, name):
    """The gradient of matrix `name` without its penalty."""
    return g[f"dJ_d{name}"] - c["lambd"] * c[name]


def penalised(cache, term, names=("W1", "W2")):
    """The right result, but the penalty enters the gradients of `names` as `term(c, W)`."""
    grads = right.mlp_backward_batch(cache)
    wrong = {f"dJ_d{n}": data_part(cache, grads, n) + term(cache, cache[n]) for n in names}
    return grads | wrong


def data_parts(cache, product):
    """The right result, but the data part of a weight's gradient is `product(gradient, input)`."""
    grads = right.mlp_backward_batch(cache)
    dJ_dW1 = product(grads["dJ_dz"], cache["x"]) + cache["lambd"] * cache["W1"]
    dJ_dW2 = product(grads["dJ_do"], cache["h"]) + cache["lambd"] * cache["W2"]
    return grads | {"dJ_dW1": dJ_dW1, "dJ_dW2": dJ_dW2}


# --- the penalty in (5.3.11) and (5.3.14) ---
@misconception("mlp_backward_batch.l2_gradient_missing_in_dJ_dW1", NO_PENALTY)
def dW1_without_penalty(cache):
    return penalised(cache, lambda _, W: 0 * W, ["W1"])


@misconception("mlp_backward_batch.l2_gradient_missing_in_dJ_dW2", NO_PENALTY)
def dW2_without_penalty(cache):
    return penalised(cache, lambda _, W: 0 * W, ["W2"])


@misconception("mlp_backward_batch.l2_gradient_missing", NO_PENALTY)
def without_penalty(cache):
    return penalised(cache, lambda _, W: 0 * W)


@misconception(
    "mlp_backward_batch.l2_gradient_doubled",
    "The term of the penalty is twice too large: the half in (5.3.5) cancels the 2 of the square "
    "(5.3.10).",
)
def penalty_doubled(cache):
    return penalised(cache, lambda c, W: 2 * c["lambd"] * W)


@misconception(
    "mlp_backward_batch.l2_gradient_halved",
    "The term of the penalty is half of (5.3.10): differentiating the square brings a 2.",
)
def penalty_halved(cache):
    return penalised(cache, lambda c, W: c["lambd"] / 2 * W)


@misconception(
    "mlp_backward_batch.l2_gradient_divided_by_B",
    "You divide the term of the penalty by B. The penalty belongs to the weights, not to the "
    "examples (5.3.10).",
)
def penalty_divided(cache):
    return penalised(cache, lambda c, W: c["lambd"] * W / len(c["o"]))


@misconception(
    "mlp_backward_batch.l2_gradient_once_an_example",
    "You add the term of the penalty once for every example. It enters once, whatever B is "
    "(5.3.10).",
)
def penalty_of_each(cache):
    return penalised(cache, lambda c, W: c["lambd"] * W * len(c["o"]))


@misconception(
    "mlp_backward_batch.l2_gradient_subtracted",
    "You subtract the term of the penalty. J = L + s (5.3.6), so its gradient is added.",
)
def penalty_subtracted(cache):
    return penalised(cache, lambda c, W: -c["lambd"] * W)


# --- the data part: a sum over the examples ---
@misconception(
    "mlp_backward_batch.outer_product_of_means",
    "You average over the examples first and take one outer product then. Every example has an "
    "outer product of its own; these are summed (5.3.11, 5.3.14).",
)
def outer_of_means(cache):
    return data_parts(cache, lambda g, a: np.outer(g.sum(axis=0), a.mean(axis=0)))


@misconception(
    "mlp_backward_batch.last_example_only",
    "Your weight gradients are those of the last example: does your loop overwrite what it should "
    "add up?",
)
def last_example_only(cache):
    return data_parts(cache, lambda g, a: np.outer(g[-1], a[-1]))


@misconception(
    "mlp_backward_batch.first_example_only",
    "Your weight gradients are those of the first example: does your loop end too early?",
)
def first_example_only(cache):
    return data_parts(cache, lambda g, a: np.outer(g[0], a[0]))


@misconception(
    "mlp_backward_batch.weight_gradients_averaged_again",
    "The data part of your weight gradients is divided by B twice: dJ_do already holds the 1/B, so "
    "sum over the examples.",
)
def averaged_again(cache):
    return data_parts(cache, lambda g, a: g.T @ a / len(g))


@misconception(
    "mlp_backward_batch.weight_gradients_not_summed",
    "Your weight gradients have a batch axis. All examples share one matrix: sum over them.",
)
def not_summed(cache):
    return data_parts(cache, lambda g, a: g[:, :, None] * a[:, None, :])


@misconception(
    "mlp_backward_batch.product_transposed",
    "The data part of your weight gradients is transposed: rows of a matrix belong to what it "
    "makes, columns to what it multiplies (5.3.11, 5.3.14).",
)
def product_transposed(cache):
    return data_parts(cache, lambda g, a: a.T @ g)


@misconception(
    "mlp_backward_batch.dJ_dW2_from_z",
    "Your dJ_dW2 is made with z. W2 multiplies h in (5.3.3), so h enters its gradient (5.3.11).",
)
def dW2_from_z(cache):
    return right.mlp_backward_batch(cache) | {
        "dJ_dW2": right.mlp_backward_batch(cache | {"h": cache["z"]})["dJ_dW2"]
    }


@misconception(
    "mlp_backward_batch.dJ_dW1_from_dJ_dh",
    "Your dJ_dW1 starts from dJ_dh. W1 reaches J through z, so (5.3.14) starts from dJ_dz.",
)
def dW1_from_dh(cache):
    grads = right.mlp_backward_batch(cache)
    return grads | {"dJ_dW1": grads["dJ_dh"].T @ cache["x"] + cache["lambd"] * cache["W1"]}
