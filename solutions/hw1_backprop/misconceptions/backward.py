"""Mistakes in q5: dJ_dh and dJ_dz of one example (5.3.12, 5.3.13).

An early gradient that is wrong is handed on to the later ones, as it is in a student's code.
"""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

PHI = {"relu": right.relu, "sigmoid": right.sigmoid, "tanh": np.tanh}
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


# --- dJ_dh (5.3.12) ---
@misconception(
    "mlp_backward.dJ_dh_without_transpose",
    "Your dJ_dh is W2 dJ_do. Going back through (5.3.3) takes the transpose (5.3.12).",
)
def dh_without_transpose(cache):
    return backward(cache, dJ_dh=lambda c, g: c["W2"] @ g["dJ_do"])


@misconception(
    "mlp_backward.dJ_dh_elementwise",
    "Your dJ_dh is a matrix: the * multiplies entry by entry. (5.3.12) is a matrix product, which "
    "also sums over the outputs.",
)
def dh_elementwise(cache):
    return backward(cache, dJ_dh=lambda c, g: c["W2"].T * g["dJ_do"])


@misconception(
    "mlp_backward.dJ_dh_holds_the_derivative",
    "Your dJ_dh already holds the derivative of the activation, which enters with dJ_dz (5.3.13). "
    "Multiplying in place, with *=, would do this too: both names then mean one array.",
)
def dh_with_derivative(cache):
    result = right.mlp_backward(cache)
    return result | {"dJ_dh": result["dJ_dz"]}


@misconception(
    "mlp_backward.dJ_dh_without_dJ_do",
    "Your dJ_dh adds up W2 over the outputs and does not depend on dJ_do. The chain rule "
    "multiplies by the gradient that arrives (5.3.12).",
)
def dh_without_do(cache):
    return backward(cache, dJ_dh=lambda c, _: c["W2"].sum(axis=0))


# --- dJ_dz (5.3.13) ---
@misconception(
    "mlp_backward.dJ_dz_always_sigmoid",
    "Your dJ_dz uses h (1 - h), the derivative of the sigmoid, whatever the activation (5.3.13).",
)
def dz_of_sigmoid(cache):
    return backward(cache, dJ_dz=lambda c, g: g["dJ_dh"] * c["h"] * (1 - c["h"]))


@misconception(
    "mlp_backward.dJ_dz_always_sigmoid_of_z",
    "Your dJ_dz uses the derivative of the sigmoid whatever the activation (5.3.13).",
)
def dz_of_sigmoid_of_z(cache):
    return backward(cache, dJ_dz=lambda c, g: g["dJ_dh"] * right.sigmoid_grad(c["z"]))


@misconception(
    "mlp_backward.dJ_dz_always_tanh",
    "Your dJ_dz uses 1 - h^2, the derivative of tanh, whatever the activation (5.3.13).",
)
def dz_of_tanh(cache):
    return backward(cache, dJ_dz=lambda c, g: g["dJ_dh"] * (1 - c["h"] ** 2))


@misconception(
    "mlp_backward.dJ_dz_always_tanh_of_z",
    "Your dJ_dz uses the derivative of tanh whatever the activation (5.3.13).",
)
def dz_of_tanh_of_z(cache):
    return backward(cache, dJ_dz=lambda c, g: g["dJ_dh"] * right.tanh_grad(c["z"]))


@misconception(
    "mlp_backward.dJ_dz_always_relu",
    "Your dJ_dz lets gradients pass where z > 0, as for relu, whatever the activation (5.3.13).",
)
def dz_of_relu(cache):
    return backward(cache, dJ_dz=lambda c, g: g["dJ_dh"] * right.relu_grad(c["z"]))


@misconception(
    "mlp_backward.dJ_dz_times_phi",
    "You multiply by the activation of z. (5.3.13) has its DERIVATIVE at z.",
)
def dz_times_phi(cache):
    return backward(cache, dJ_dz=lambda c, g: g["dJ_dh"] * PHI[c["activation"]](c["z"]))


@misconception(
    "mlp_backward.derivative_at_h",
    "You take the derivative of the activation at h, after the activation. (5.3.13) takes it at "
    "the pre-activation z.",
)
def dz_at_h(cache):
    def gradient(c, g):
        return g["dJ_dh"] * PHI_GRAD[c["activation"]](c["h"])

    return backward(cache, dJ_dz=gradient)


@misconception(
    "mlp_backward.z_in_place_of_h",
    "The patterns h (1 - h) of the sigmoid and 1 - h^2 of tanh want the activated value h. You "
    "put z into them.",
)
def dz_pattern_of_z(cache):
    patterns = PHI_GRAD | {"sigmoid": lambda z: z * (1 - z), "tanh": lambda z: 1 - z**2}
    return backward(cache, dJ_dz=lambda c, g: g["dJ_dh"] * patterns[c["activation"]](c["z"]))


@misconception(
    "mlp_backward.dJ_dz_is_dJ_dh",
    "Your dJ_dz equals dJ_dh: the derivative of the activation is missing (5.3.13).",
)
def dz_is_dh(cache):
    return backward(cache, dJ_dz=lambda _, g: g["dJ_dh"])


@misconception(
    "mlp_backward.one_at_zero",
    "A relu unit whose z is exactly 0 passes its gradient on in your dJ_dz. The convention is "
    "relu'(0) = 0.",
)
def dz_one_at_zero(cache):
    grads = PHI_GRAD | {"relu": lambda z: z >= 0}
    return backward(cache, dJ_dz=lambda c, g: g["dJ_dh"] * grads[c["activation"]](c["z"]))


@misconception(
    "mlp_backward.relu_passes_everything",
    "For relu your dJ_dz equals dJ_dh: every unit passes its gradient on. h >= 0 holds for all of "
    "them; what matters is whether z is positive.",
)
def dz_relu_passes_everything(cache):
    grads = PHI_GRAD | {"relu": np.ones_like}
    return backward(cache, dJ_dz=lambda c, g: g["dJ_dh"] * grads[c["activation"]](c["z"]))


@misconception(
    "mlp_backward.dJ_dz_by_dot_product",
    "Your dJ_dz is a single number. (5.3.13) multiplies entry by entry and does not sum.",
)
def dz_by_dot_product(cache):
    def gradient(c, g):
        return g["dJ_dh"] @ PHI_GRAD[c["activation"]](c["z"])

    return backward(cache, dJ_dz=gradient)


@misconception(
    "mlp_backward.relu_mask_from_dJ_dh",
    "For relu you let pass what is positive in dJ_dh. What counts is the sign of z, for that is "
    "what relu saw (5.3.13).",
)
def mask_from_dh(cache):
    def dz(c, g):
        is_relu = c["activation"] == "relu"
        slope = g["dJ_dh"] > 0 if is_relu else PHI_GRAD[c["activation"]](c["z"])
        return g["dJ_dh"] * slope

    return backward(cache, dJ_dz=dz)
