"""Mistakes in q6: dJ_do, dJ_dh and dJ_dz of a minibatch.

An early gradient that is wrong is handed on to the later ones, as it is in a student's code.
"""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

PHI = {"relu": right.relu, "sigmoid": right.sigmoid, "tanh": np.tanh}
PHI_GRAD = {"relu": right.relu_grad, "sigmoid": right.sigmoid_grad, "tanh": right.tanh_grad}
STEPS = {
    "dJ_do": lambda c, _: right.mlp_backward_batch(c)["dJ_do"],
    "dJ_dW2": lambda c, g: g["dJ_do"].T @ c["h"] + c["lambd"] * c["W2"],
    "dJ_dh": lambda c, g: g["dJ_do"] @ c["W2"],
    "dJ_dz": lambda c, g: g["dJ_dh"] * PHI_GRAD[c["activation"]](c["z"]),
    "dJ_dW1": lambda c, g: g["dJ_dz"].T @ c["x"] + c["lambd"] * c["W1"],
    "dJ_db1": lambda _, g: g["dJ_dz"].sum(axis=0),
    "dJ_db2": lambda _, g: g["dJ_do"].sum(axis=0),
}


def backward(cache, **wrong):
    """mlp_backward_batch, some of its steps `wrong`: functions of cache and gradients so far."""
    grads = {}
    for name, step in (STEPS | wrong).items():
        if name not in ("dJ_db1", "dJ_db2") or cache[name[-2:]] is not None:
            grads[name] = step(cache, grads)
    return grads


def one_hot(c):
    """The labels as one-hot rows."""
    return c["y"] if np.ndim(c["y"]) == 2 else np.eye(c["o"].shape[1])[c["y"]]


def is_squared(c):
    return c["loss"] == "squared"


# --- dJ_do (5.3.9) ---
@misconception(
    "mlp_backward_batch.not_divided_by_B",
    "Your dJ_do is B times too large: L is the MEAN over the examples.",
)
def do_summed(cache):
    return backward(cache, dJ_do=lambda c, g: STEPS["dJ_do"](c, g) * len(c["o"]))


@misconception(
    "mlp_backward_batch.divided_by_B_twice",
    "Your dJ_do is divided by B twice. The mean over the examples is taken once.",
)
def do_divided_twice(cache):
    return backward(cache, dJ_do=lambda c, g: STEPS["dJ_do"](c, g) / len(c["o"]))


@misconception(
    "mlp_backward_batch.divided_by_outputs_too",
    "Your dJ_do is divided by the number of outputs too. The mean is over the examples alone.",
)
def do_divided_by_q(cache):
    return backward(cache, dJ_do=lambda c, g: STEPS["dJ_do"](c, g) / c["o"].shape[1])


@misconception(
    "mlp_backward_batch.dJ_do_sign_flipped",
    "Your dJ_do has the wrong sign: J grows where the outputs move AWAY from the target.",
)
def do_sign(cache):
    return backward(cache, dJ_do=lambda c, g: -STEPS["dJ_do"](c, g))


@misconception(
    "mlp_backward_batch.dJ_do_without_softmax",
    "For cross_entropy you subtract the one-hot labels from the logits. They are subtracted from "
    "the probabilities (logit gradient).",
)
def do_without_softmax(cache):
    def gradient(c, g):
        return STEPS["dJ_do"](c, g) if is_squared(c) else (c["o"] - one_hot(c)) / len(c["o"])

    return backward(cache, dJ_do=gradient)


@misconception(
    "mlp_backward_batch.dJ_do_always_of_cross_entropy",
    "Your dJ_do has the softmax in it whatever the loss. For the squared loss the outputs are "
    "used as they are.",
)
def do_of_cross_entropy(cache):
    def gradient(c, _):
        return (right.softmax(c["o"]) - one_hot(c)) / len(c["o"])

    return backward(cache, dJ_do=gradient)


@misconception(
    "mlp_backward_batch.dJ_do_without_labels",
    "For cross_entropy the rows of your dJ_do add up to 1/B. They should add up to 0: the one-hot "
    "labels are not subtracted (logit gradient).",
)
def do_without_labels(cache):
    def gradient(c, g):
        return STEPS["dJ_do"](c, g) if is_squared(c) else right.softmax(c["o"]) / len(c["o"])

    return backward(cache, dJ_do=gradient)


@misconception(
    "mlp_backward_batch.softmax_over_the_batch",
    "For cross_entropy your softmax normalises over the examples (axis 0). The classes are on the "
    "last axis.",
)
def do_over_axis_0(cache):
    def gradient(c, g):
        p = right.softmax(c["o"].T).T
        return STEPS["dJ_do"](c, g) if is_squared(c) else (p - one_hot(c)) / len(c["o"])

    return backward(cache, dJ_do=gradient)


@misconception(
    "mlp_backward_batch.one_subtracted_from_whole_columns",
    "For class indices you subtract 1 from whole columns of the probabilities. Each row has a "
    "label of its own (logit gradient).",
)
def do_columns(cache):
    def gradient(c, g):
        if is_squared(c) or np.ndim(c["y"]) == 2:
            return STEPS["dJ_do"](c, g)
        return (right.softmax(c["o"]) - one_hot(c).max(axis=0)) / len(c["o"])

    return backward(cache, dJ_do=gradient)


# --- dJ_dh (5.3.12) ---
@misconception(
    "mlp_backward_batch.W2_transposed",
    "Your dJ_dh is made with the transpose of W2. With examples in rows, (5.3.12) is transposed as "
    "a whole: which factor comes first, and how does W2 stand in it?",
)
def dh_transposed(cache):
    return backward(cache, dJ_dh=lambda c, g: g["dJ_do"] @ c["W2"].T)


@misconception(
    "mlp_backward_batch.dJ_dh_holds_the_derivative",
    "Your dJ_dh already holds the derivative of the activation, which enters with dJ_dz (5.3.13). "
    "Multiplying in place, with *=, would do this too: both names then mean one array.",
)
def dh_with_derivative(cache):
    result = right.mlp_backward_batch(cache)
    return result | {"dJ_dh": result["dJ_dz"]}


# --- dJ_dz (5.3.13) ---
@misconception(
    "mlp_backward_batch.dJ_dz_always_sigmoid",
    "Your dJ_dz uses h (1 - h), the derivative of the sigmoid, whatever the activation (5.3.13).",
)
def dz_of_sigmoid(cache):
    return backward(cache, dJ_dz=lambda c, g: g["dJ_dh"] * c["h"] * (1 - c["h"]))


@misconception(
    "mlp_backward_batch.dJ_dz_always_tanh",
    "Your dJ_dz uses 1 - h^2, the derivative of tanh, whatever the activation (5.3.13).",
)
def dz_of_tanh(cache):
    return backward(cache, dJ_dz=lambda c, g: g["dJ_dh"] * (1 - c["h"] ** 2))


@misconception(
    "mlp_backward_batch.dJ_dz_always_relu",
    "Your dJ_dz lets gradients pass where z > 0, as for relu, whatever the activation (5.3.13).",
)
def dz_of_relu(cache):
    return backward(cache, dJ_dz=lambda c, g: g["dJ_dh"] * right.relu_grad(c["z"]))


@misconception(
    "mlp_backward_batch.dJ_dz_times_phi",
    "You multiply by the activation of z. (5.3.13) has its DERIVATIVE at z.",
)
def dz_times_phi(cache):
    return backward(cache, dJ_dz=lambda c, g: g["dJ_dh"] * PHI[c["activation"]](c["z"]))


@misconception(
    "mlp_backward_batch.derivative_at_h",
    "You take the derivative of the activation at h, after the activation. (5.3.13) takes it at "
    "the pre-activation z.",
)
def dz_at_h(cache):
    def gradient(c, g):
        return g["dJ_dh"] * PHI_GRAD[c["activation"]](c["h"])

    return backward(cache, dJ_dz=gradient)


@misconception(
    "mlp_backward_batch.dJ_dz_is_dJ_dh",
    "Your dJ_dz equals dJ_dh: the derivative of the activation is missing (5.3.13).",
)
def dz_is_dh(cache):
    return backward(cache, dJ_dz=lambda _, g: g["dJ_dh"])


@misconception(
    "mlp_backward_batch.one_at_zero",
    "A relu unit whose z is exactly 0 passes its gradient on in your dJ_dz. The convention is "
    "relu'(0) = 0.",
)
def dz_one_at_zero(cache):
    grads = PHI_GRAD | {"relu": lambda z: z >= 0}
    return backward(cache, dJ_dz=lambda c, g: g["dJ_dh"] * grads[c["activation"]](c["z"]))


@misconception(
    "mlp_backward_batch.relu_mask_from_dJ_dh",
    "For relu you let pass what is positive in dJ_dh. What counts is the sign of z, for that is "
    "what relu saw (5.3.13).",
)
def mask_from_dh(cache):
    def dz(c, g):
        is_relu = c["activation"] == "relu"
        slope = g["dJ_dh"] > 0 if is_relu else PHI_GRAD[c["activation"]](c["z"])
        return g["dJ_dh"] * slope

    return backward(cache, dJ_dz=dz)
