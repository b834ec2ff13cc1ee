"""Mistakes in q5: dJ_do of one example (5.3.9), where the loss enters.

An early gradient that is wrong is handed on to the later ones, as it is in a student's code.
"""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

PHI_GRAD = {"relu": right.relu_grad, "sigmoid": right.sigmoid_grad, "tanh": right.tanh_grad}
STEPS = {
    "dJ_do": lambda c, _: right.mlp_backward(c)["dJ_do"],
    "dJ_dW2": lambda c, g: np.outer(g["dJ_do"], c["h"]) + c["lambd"] * c["W2"],
    "dJ_dh": lambda c, g: c["W2"].T @ g["dJ_do"],
    "dJ_dz": lambda c, g: g["dJ_dh"] * PHI_GRAD[c["activation"]](c["z"]),
    "dJ_dW1": lambda c, g: g["dJ_dz"][..., None] * c["x"] + c["lambd"] * c["W1"],
    "dJ_db1": lambda _, g: g["dJ_dz"],
    "dJ_db2": lambda _, g: g["dJ_do"],
}


def backward(cache, **wrong):
    """mlp_backward with some of its steps `wrong`: functions of cache and gradients so far."""
    grads = {}
    for name, step in (STEPS | wrong).items():
        if name not in ("dJ_db1", "dJ_db2") or cache[name[-2:]] is not None:
            grads[name] = step(cache, grads)
    return grads


def one_hot(c):
    """The label as a one-hot vector."""
    return c["y"] if np.ndim(c["y"]) else np.eye(len(c["o"]))[c["y"]]


# --- dJ_do (5.3.9) ---
@misconception(
    "mlp_backward.dJ_do_sign_flipped",
    "Your dJ_do has the wrong sign: J grows where the outputs move AWAY from the target.",
)
def do_sign(cache):
    return backward(cache, dJ_do=lambda c, g: -STEPS["dJ_do"](c, g))


@misconception(
    "mlp_backward.dJ_do_always_of_squared",
    "Your dJ_do is o - y whatever the loss: for cross_entropy the softmax is missing (logit "
    "gradient).",
)
def do_of_squared(cache):
    return backward(cache, dJ_do=lambda c, _: c["o"] - c["y"])


@misconception(
    "mlp_backward.dJ_do_without_softmax",
    "For cross_entropy you subtract the one-hot label from the logits. It is subtracted from the "
    "probabilities (logit gradient).",
)
def do_without_softmax(cache):
    def gradient(c, g):
        is_squared = c["loss"] == "squared"
        return STEPS["dJ_do"](c, g) if is_squared else c["o"] - one_hot(c)

    return backward(cache, dJ_do=gradient)


@misconception(
    "mlp_backward.dJ_do_always_of_cross_entropy",
    "Your dJ_do has the softmax in it whatever the loss. For the squared loss the outputs are "
    "used as they are.",
)
def do_of_cross_entropy(cache):
    return backward(cache, dJ_do=lambda c, _: right.softmax(c["o"]) - one_hot(c))


@misconception(
    "mlp_backward.dJ_do_without_label",
    "For cross_entropy the entries of your dJ_do add up to 1. They should add up to 0: the "
    "one-hot label is not subtracted (logit gradient).",
)
def do_without_label(cache):
    def gradient(c, g):
        is_squared = c["loss"] == "squared"
        return STEPS["dJ_do"](c, g) if is_squared else right.softmax(c["o"])

    return backward(cache, dJ_do=gradient)


@misconception(
    "mlp_backward.dJ_do_doubled_for_squared",
    "For the squared loss your dJ_do is twice the expected one: the half of the loss cancels the "
    "2 of the square.",
)
def do_doubled(cache):
    def gradient(c, g):
        return STEPS["dJ_do"](c, g) * (2 if c["loss"] == "squared" else 1)

    return backward(cache, dJ_do=gradient)


@misconception(
    "mlp_backward.dJ_do_divided_by_q",
    "Your dJ_do is divided by the number of outputs. With one example B = 1: there is nothing to "
    "average.",
)
def do_divided_by_q(cache):
    return backward(cache, dJ_do=lambda c, g: STEPS["dJ_do"](c, g) / len(c["o"]))


@misconception(
    "mlp_backward.dJ_do_of_activated_output",
    "Your dJ_do has the derivative of the activation in it. The output layer is linear: no "
    "activation is applied to o (5.3.3).",
)
def do_of_activated_output(cache):
    def gradient(c, g):
        return STEPS["dJ_do"](c, g) * PHI_GRAD[c["activation"]](c["o"])

    return backward(cache, dJ_do=gradient)


@misconception(
    "mlp_backward.dJ_do_times_p_times_one_minus_p",
    "For cross_entropy you multiply by p (1 - p) once more. The derivative of the softmax is "
    "already contained in softmax - onehot (logit gradient).",
)
def do_times_softmax_derivative(cache):
    def gradient(c, g):
        p = right.softmax(c["o"])
        return STEPS["dJ_do"](c, g) * (1 if c["loss"] == "squared" else p * (1 - p))

    return backward(cache, dJ_do=gradient)


@misconception(
    "mlp_backward.dJ_do_times_L",
    "Your dJ_do is multiplied by L. The way back starts with dJ/dL = 1 (5.3.8), the derivative of "
    "J = L + s, not with the value of the loss.",
)
def do_times_L(cache):
    return backward(cache, dJ_do=lambda c, g: c["L"] * STEPS["dJ_do"](c, g))
