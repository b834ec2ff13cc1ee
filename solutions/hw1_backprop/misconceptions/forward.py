"""Mistakes in q4: z, h and o of one example (5.3.1 to 5.3.3).

An early value that is wrong is handed on to the later ones, as it is in a student's code.
"""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

PHI = {"relu": right.relu, "sigmoid": right.sigmoid, "tanh": np.tanh}
PHI_GRAD = {"relu": right.relu_grad, "sigmoid": right.sigmoid_grad, "tanh": right.tanh_grad}
LOSS = {"squared": right.squared_loss, "cross_entropy": right.cross_entropy}
STEPS = {
    "z": lambda c: c["W1"] @ c["x"] + bias(c["b1"]),
    "h": lambda c: PHI[c["activation"]](c["z"]),
    "o": lambda c: c["W2"] @ c["h"] + bias(c["b2"]),
    "L": lambda c: LOSS[c["loss"]](c["o"], c["y"]),
    "s": lambda c: right.l2_penalty(c["W1"], c["W2"], c["lambd"]),
    "J": lambda c: c["L"] + c["s"],
}
B1_IN_Z = "Where b1 is given it is part of z, added before the activation. Your z lacks it."
COLUMNS = (
    "Your vectors are columns of shape (n, 1). In this course they are one-dimensional; a column "
    "plus a bias of shape (n,) even becomes a matrix."
)


def bias(b):
    return 0.0 if b is None else b


def forward(network, **wrong):
    """mlp_forward with some of its steps `wrong`: functions of the cache so far."""
    cache = right.mlp_forward(*network)  # raises ValueError for an unknown name
    for name, step in (STEPS | wrong).items():
        cache[name] = step(cache)
    return cache


# --- z (5.3.1) ---
@misconception("mlp_forward.b1_ignored", B1_IN_Z)
def z_without_b1(*network):
    return forward(network, z=lambda c: c["W1"] @ c["x"])


@misconception("mlp_forward.b1_after_activation", B1_IN_Z)
def b1_after_activation(*network):
    return forward(
        network,
        z=lambda c: c["W1"] @ c["x"],
        h=lambda c: PHI[c["activation"]](c["z"]) + bias(c["b1"]),
    )


@misconception(
    "mlp_forward.b1_subtracted",
    "Your z has -b1. The bias is added.",
)
def z_minus_b1(*network):
    return forward(network, z=lambda c: c["W1"] @ c["x"] - bias(c["b1"]))


@misconception(
    "mlp_forward.biases_only_together",
    "When only one of b1 and b2 is given you leave it out. Each of them is used by itself.",
)
def biases_only_together(*network):
    def both(c):
        return c["b1"] is not None and c["b2"] is not None

    return forward(
        network,
        z=lambda c: c["W1"] @ c["x"] + (c["b1"] if both(c) else 0.0),
        o=lambda c: c["W2"] @ c["h"] + (c["b2"] if both(c) else 0.0),
    )


@misconception(
    "mlp_forward.W1_transposed",
    "Your z is made with the transpose of W1. W1 is (h, d) and x is (d,): which side of W1 has to "
    "face x (5.3.1)?",
)
def z_of_transposed_W1(*network):
    return forward(network, z=lambda c: c["x"] @ c["W1"] + bias(c["b1"]))


@misconception("mlp_forward.column_plus_bias", COLUMNS)
def column_plus_bias(*network):
    def loss(c):  # broadcasts without a word
        if c["loss"] == "squared":
            return float(np.sum((c["o"] - c["y"]) ** 2) / 2)
        label = c["y"] if np.ndim(c["y"]) == 0 else np.argmax(c["y"])
        return float(-np.mean(np.log(right.softmax(c["o"].T)[:, label])))

    return forward(network, z=lambda c: c["W1"] @ c["x"][:, None] + bias(c["b1"]), L=loss)


@misconception(
    "mlp_forward.z_overwritten_by_h",
    "The z in your cache has no negative numbers: your activation works in place, so z and h are "
    "one array. The way back needs z as it was (5.3.13).",
)
def z_overwritten_by_h(*network):
    result = forward(network)
    return result | ({"z": result["h"]} if result["activation"] == "relu" else {})


@misconception(
    "mlp_forward.z_has_the_type_of_x",
    "With integer x your z is cut off to integers: z is made of floats, so a buffer for it must "
    "not take its dtype from x.",
)
def z_truncated(*network):
    return forward(network, z=lambda c: STEPS["z"](c).astype(c["x"].dtype))


@misconception(
    "mlp_forward.x_centred_in_place",
    "You subtract the mean of x, and that in the caller's own array. (5.3.1) takes x as it is, and "
    "no function changes its arguments.",
)
def x_centred_in_place(x, *network):
    x -= x.mean()
    return forward((x, *network))


# --- h (5.3.2) ---
@misconception(
    "mlp_forward.always_relu",
    "Your h is relu(z) whatever `activation` says (5.3.2).",
)
def always_relu(*network):
    return forward(network, h=lambda c: right.relu(c["z"]))


@misconception(
    "mlp_forward.always_sigmoid",
    "Your h is sigmoid(z) whatever `activation` says (5.3.2).",
)
def always_sigmoid(*network):
    return forward(network, h=lambda c: right.sigmoid(c["z"]))


@misconception(
    "mlp_forward.always_tanh",
    "Your h is np.tanh(z) whatever `activation` says (5.3.2).",
)
def always_tanh(*network):
    return forward(network, h=lambda c: np.tanh(c["z"]))


@misconception(
    "mlp_forward.activation_missing",
    "Your h equals z: the activation (5.3.2) is not applied, so the network is one linear map.",
)
def without_activation(*network):
    return forward(network, h=lambda c: c["z"])


@misconception(
    "mlp_forward.derivative_as_activation",
    "Your h is the derivative of the activation at z. Going forward (5.3.2) applies the activation "
    "itself.",
)
def derivative_as_activation(*network):
    return forward(network, h=lambda c: PHI_GRAD[c["activation"]](c["z"]))


@misconception(
    "mlp_forward.activation_twice",
    "Your h is activated twice. (5.3.2) does it once, on z.",
)
def activation_twice(*network):
    return forward(network, h=lambda c: PHI[c["activation"]](STEPS["h"](c)))


@misconception(
    "mlp_forward.absolute_value",
    "For relu your h is |z|: relu gives 0 for every negative number.",
)
def relu_as_abs(*network):
    return forward(network, h=lambda c: (PHI | {"relu": np.abs})[c["activation"]](c["z"]))


# --- o (5.3.3) ---
@misconception(
    "mlp_forward.b2_ignored",
    "Where b2 is given it is part of o. Your o lacks it.",
)
def o_without_b2(*network):
    return forward(network, o=lambda c: c["W2"] @ c["h"])


@misconception(
    "mlp_forward.b2_subtracted",
    "Your o has -b2. The bias is added.",
)
def o_minus_b2(*network):
    return forward(network, o=lambda c: c["W2"] @ c["h"] - bias(c["b2"]))


@misconception(
    "mlp_forward.o_from_z",
    "Your o is made from z. In (5.3.3) W2 multiplies h, what the activation made of it.",
)
def o_from_z(*network):
    return forward(network, o=lambda c: c["W2"] @ c["z"] + bias(c["b2"]))


@misconception(
    "mlp_forward.W2_transposed",
    "Your o is made with the transpose of W2. W2 is (q, h) and h is (h,): which side of W2 has to "
    "face h (5.3.3)?",
)
def o_of_transposed_W2(*network):
    return forward(network, o=lambda c: c["h"] @ c["W2"] + bias(c["b2"]))


@misconception(
    "mlp_forward.activation_on_the_output",
    "You apply the activation to the outputs as well. The output layer is linear (5.3.3).",
)
def activated_output(*network):
    return forward(network, o=lambda c: PHI[c["activation"]](STEPS["o"](c)))


@misconception(
    "mlp_forward.softmax_on_the_output",
    "For cross_entropy your o holds probabilities. o are the logits (5.3.3); the softmax is part "
    "of the loss.",
)
def softmax_on_output(*network):
    def output(c):
        o = STEPS["o"](c)
        return right.softmax(o) if c["loss"] == "cross_entropy" else o

    return forward(network, o=output)
