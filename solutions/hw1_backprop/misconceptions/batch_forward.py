"""Mistakes in q6: z, h and o of a minibatch, examples in rows (5.3.1 to 5.3.3)."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

PHI = {"relu": right.relu, "sigmoid": right.sigmoid, "tanh": np.tanh}
LOSS = {"squared": right.squared_loss, "cross_entropy": right.cross_entropy}
STEPS = {
    "z": lambda c: c["x"] @ c["W1"].T + bias(c["b1"]),
    "h": lambda c: PHI[c["activation"]](c["z"]),
    "o": lambda c: c["h"] @ c["W2"].T + bias(c["b2"]),
    "L": lambda c: LOSS[c["loss"]](c["o"], c["y"]),
    "s": lambda c: right.l2_penalty(c["W1"], c["W2"], c["lambd"]),
    "J": lambda c: c["L"] + c["s"],
}


def bias(b):
    return 0.0 if b is None else b


def forward(network, **wrong):
    """mlp_forward_batch with some of its steps `wrong`: functions of the cache so far."""
    cache = right.mlp_forward_batch(*network)  # raises ValueError for an unknown name
    for name, step in (STEPS | wrong).items():
        cache[name] = step(cache)
    return cache


def is_squared(c):
    return c["loss"] == "squared"


# --- z, h and o ---
@misconception(
    "mlp_forward_batch.W1_not_transposed",
    "Your z is X W1. W1 is (h, d) and examples are rows of d numbers: W1 has to be transposed "
    "(minibatch).",
)
def z_not_transposed(*network):
    return forward(network, z=lambda c: c["x"] @ c["W1"] + bias(c["b1"]))


@misconception(
    "mlp_forward_batch.b1_ignored",
    "Where b1 is given it is part of z, added before the activation (minibatch). Your z lacks it.",
)
def z_without_b1(*network):
    return forward(network, z=lambda c: c["x"] @ c["W1"].T)


@misconception(
    "mlp_forward_batch.b1_as_a_column",
    "You add b1 as a column, one number an example. There is one number a hidden unit: it is "
    "added to every row (minibatch).",
)
def z_with_column(*network):
    def z(c):
        return c["x"] @ c["W1"].T + (0.0 if c["b1"] is None else c["b1"][:, None])

    def loss(c):  # one that broadcasts without a word
        return float(np.sum((c["o"] - c["y"]) ** 2) / 2) if is_squared(c) else STEPS["L"](c)

    return forward(network, z=z, L=loss)


@misconception(
    "mlp_forward_batch.examples_in_columns",
    "Your z, h and o have the examples in columns. In this course a minibatch has them in rows: "
    "the batch axis comes first.",
)
def examples_in_columns(*network):
    result = right.mlp_forward_batch(*network)
    return result | {key: result[key].T for key in ("z", "h", "o")}


@misconception(
    "mlp_forward_batch.z_overwritten_by_h",
    "The z in your cache has no negative numbers: your activation works in place, so z and h are "
    "one array. The way back needs z as it was (5.3.13).",
)
def z_overwritten_by_h(*network):
    result = forward(network)
    return result | ({"z": result["h"]} if result["activation"] == "relu" else {})


@misconception(
    "mlp_forward_batch.X_centred_in_place",
    "You subtract the mean of X, and that in the caller's own array. The network takes X as it is "
    "(minibatch), and no function changes its arguments.",
)
def X_centred_in_place(X, *network):
    if X.dtype.kind == "f" and len(X):
        X -= X.mean(axis=0)
    return forward((X, *network))


@misconception(
    "mlp_forward_batch.always_relu",
    "Your h is relu(z) whatever `activation` says (5.3.2).",
)
def always_relu(*network):
    return forward(network, h=lambda c: right.relu(c["z"]))


@misconception(
    "mlp_forward_batch.activation_missing",
    "Your h equals z: the activation (5.3.2) is not applied, so the network is one linear map.",
)
def without_activation(*network):
    return forward(network, h=lambda c: c["z"])


@misconception(
    "mlp_forward_batch.W2_not_transposed",
    "Your o is H W2. W2 is (q, h) and the rows of H have h numbers: W2 has to be transposed "
    "(minibatch).",
)
def o_not_transposed(*network):
    return forward(network, o=lambda c: c["h"] @ c["W2"] + bias(c["b2"]))


@misconception(
    "mlp_forward_batch.b2_ignored",
    "Where b2 is given it is part of o (minibatch). Your o lacks it.",
)
def o_without_b2(*network):
    return forward(network, o=lambda c: c["h"] @ c["W2"].T)


@misconception(
    "mlp_forward_batch.o_from_z",
    "Your o is made from z. In (5.3.3) W2 multiplies h, what the activation made of it.",
)
def o_from_z(*network):
    return forward(network, o=lambda c: c["z"] @ c["W2"].T + bias(c["b2"]))


@misconception(
    "mlp_forward_batch.activation_on_the_output",
    "You apply the activation to the outputs as well. The output layer is linear (5.3.3).",
)
def activated_output(*network):
    return forward(network, o=lambda c: PHI[c["activation"]](STEPS["o"](c)))


@misconception(
    "mlp_forward_batch.softmax_on_the_output",
    "For cross_entropy your o holds probabilities. o are the logits (5.3.3); the softmax is part "
    "of the loss.",
)
def softmax_on_output(*network):
    def output(c):
        return STEPS["o"](c) if is_squared(c) else right.softmax(STEPS["o"](c))

    return forward(network, o=output)
