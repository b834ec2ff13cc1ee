"""Mistakes in q5: the gradients of the weights of one example (5.3.11, 5.3.14)."""

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


def weights(cache, of_W1, of_W2):
    """The right result, but for the gradients of the weights."""
    grads = right.mlp_backward(cache)
    return grads | {"dJ_dW1": of_W1(cache, grads), "dJ_dW2": of_W2(cache, grads)}


def penalised(cache, term):
    """The right result, but the penalty enters both gradients as `term(lambd, W)`."""
    return weights(
        cache,
        lambda c, g: data_part(c, g, "W1") + term(c["lambd"], c["W1"]),
        lambda c, g: data_part(c, g, "W2") + term(c["lambd"], c["W2"]),
    )


# --- the penalty in (5.3.11) and (5.3.14) ---
@misconception("mlp_backward.l2_gradient_missing_in_dJ_dW1", NO_PENALTY)
def dW1_without_penalty(cache):
    return weights(cache, lambda c, g: data_part(c, g, "W1"), lambda _, g: g["dJ_dW2"])


@misconception("mlp_backward.l2_gradient_missing_in_dJ_dW2", NO_PENALTY)
def dW2_without_penalty(cache):
    return weights(cache, lambda _, g: g["dJ_dW1"], lambda c, g: data_part(c, g, "W2"))


@misconception("mlp_backward.l2_gradient_missing", NO_PENALTY)
def without_penalty(cache):
    return penalised(cache, lambda lambd, W: 0 * lambd * W)


@misconception(
    "mlp_backward.l2_gradient_doubled",
    "The term of the penalty is twice too large: the half in (5.3.5) cancels the 2 of the square "
    "(5.3.10).",
)
def penalty_doubled(cache):
    return penalised(cache, lambda lambd, W: 2 * lambd * W)


@misconception(
    "mlp_backward.l2_gradient_halved",
    "The term of the penalty is half of (5.3.10): differentiating the square brings a 2.",
)
def penalty_halved(cache):
    return penalised(cache, lambda lambd, W: lambd / 2 * W)


@misconception(
    "mlp_backward.l2_gradient_subtracted",
    "You subtract the term of the penalty. J = L + s (5.3.6), so its gradient is added.",
)
def penalty_subtracted(cache):
    return penalised(cache, lambda lambd, W: -lambd * W)


@misconception(
    "mlp_backward.l2_gradient_without_the_weights",
    "You add lambd itself to every entry. The derivative of the penalty is lambd times the matrix "
    "(5.3.10).",
)
def penalty_without_weights(cache):
    return penalised(cache, lambda lambd, W: lambd * np.ones(W.shape))


@misconception(
    "mlp_backward.l2_gradient_without_lambd",
    "You add the whole matrix, not lambd times the matrix (5.3.10).",
)
def penalty_without_lambd(cache):
    return penalised(cache, lambda _, W: W)


@misconception(
    "mlp_backward.l2_gradient_of_signs",
    "Your term of the penalty depends on the sign of a weight only, as for an L1 penalty. That of "
    "(5.3.5) is proportional to the weight.",
)
def penalty_of_signs(cache):
    return penalised(cache, lambda lambd, W: lambd * np.sign(W))


@misconception(
    "mlp_backward.l2_gradient_of_squares",
    "Your term of the penalty has the square of the weights, as the penalty itself. Its derivative "
    "is linear in them (5.3.10).",
)
def penalty_of_squares(cache):
    return penalised(cache, lambda lambd, W: lambd / 2 * W**2)


@misconception(
    "mlp_backward.l2_gradients_exchanged",
    "The penalty terms of the two matrices are exchanged: (5.3.11) has W2, (5.3.14) has W1.",
)
def penalties_exchanged(cache):
    return weights(
        cache,
        lambda c, g: data_part(c, g, "W1") + c["lambd"] * c["W2"],
        lambda c, g: data_part(c, g, "W2") + c["lambd"] * c["W1"],
    )


@misconception(
    "mlp_backward.l2_gradient_times_upstream",
    "You multiply the penalty by the data gradient. The contributions of the two paths are added "
    "(5.3.11, 5.3.14).",
)
def penalty_times_data(cache):
    return weights(
        cache,
        lambda c, g: data_part(c, g, "W1") * c["lambd"] * c["W1"],
        lambda c, g: data_part(c, g, "W2") * c["lambd"] * c["W2"],
    )


# --- dJ_dW2 (5.3.11) and dJ_dW1 (5.3.14): the data part ---
def data_parts(cache, of_W1=None, of_W2=None):
    """The right result, but for the data part of the gradient of a matrix."""
    of_W1 = of_W1 or (lambda c, g: data_part(c, g, "W1"))
    of_W2 = of_W2 or (lambda c, g: data_part(c, g, "W2"))
    return weights(
        cache,
        lambda c, g: of_W1(c, g) + c["lambd"] * c["W1"],
        lambda c, g: of_W2(c, g) + c["lambd"] * c["W2"],
    )


@misconception(
    "mlp_backward.dJ_dW2_outer_transposed",
    "The data part of your dJ_dW2 is transposed: rows of W2 belong to outputs, columns to hidden "
    "units (5.3.11).",
)
def dW2_transposed(cache):
    return data_parts(cache, of_W2=lambda c, g: np.outer(c["h"], g["dJ_do"]))


@misconception(
    "mlp_backward.dJ_dW2_from_z",
    "Your dJ_dW2 is made with z. W2 multiplies h in (5.3.3), so h enters its gradient (5.3.11).",
)
def dW2_from_z(cache):
    return data_parts(cache, of_W2=lambda c, g: np.outer(g["dJ_do"], c["z"]))


@misconception(
    "mlp_backward.dJ_dW2_from_o",
    "Your dJ_dW2 is made with the outputs themselves in place of their gradient dJ_do (5.3.11).",
)
def dW2_from_o(cache):
    return data_parts(cache, of_W2=lambda c, _: np.outer(c["o"], c["h"]))


@misconception(
    "mlp_backward.dJ_dW1_outer_transposed",
    "The data part of your dJ_dW1 is transposed: rows of W1 belong to hidden units, columns to "
    "inputs (5.3.14).",
)
def dW1_transposed(cache):
    return data_parts(cache, of_W1=lambda c, g: np.outer(c["x"], g["dJ_dz"]))


@misconception(
    "mlp_backward.dJ_dW1_from_dJ_dh",
    "Your dJ_dW1 starts from dJ_dh. W1 reaches J through z, so (5.3.14) starts from dJ_dz.",
)
def dW1_from_dh(cache):
    return data_parts(cache, of_W1=lambda c, g: np.outer(g["dJ_dh"], c["x"]))


@misconception(
    "mlp_backward.dJ_dW1_from_h",
    "Your dJ_dW1 is made with h. W1 multiplies x in (5.3.1), so x enters its gradient (5.3.14).",
)
def dW1_from_h(cache):
    return data_parts(cache, of_W1=lambda c, g: np.outer(g["dJ_dz"], c["h"]))
