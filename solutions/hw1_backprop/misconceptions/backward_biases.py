"""Mistakes in q5: the gradients of the biases of one example, and what happens to the cache."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

LEFT_OUT = "dJ_db1 belongs to the result whenever b1 is not None, dJ_db2 whenever b2 is not None."


def biases(cache, change):
    """The right result, but each bias gradient is `change(gradient, lambd, bias)`."""
    grads = right.mlp_backward(cache)
    for name in ("b1", "b2"):
        if cache[name] is not None:
            grads[f"dJ_d{name}"] = change(grads[f"dJ_d{name}"], cache["lambd"], cache[name])
    return grads


# --- biases ---
@misconception(
    "mlp_backward.dJ_db1_from_dJ_dh",
    "Your dJ_db1 is dJ_dh. b1 is added to z, before the activation (5.3.2).",
)
def db1_from_dh(cache):
    grads = right.mlp_backward(cache)
    return grads | ({} if cache["b1"] is None else {"dJ_db1": grads["dJ_dh"]})


@misconception(
    "mlp_backward.bias_gradients_penalised",
    "Your bias gradients hold a term of the penalty. (5.3.5) leaves the biases alone, and so does "
    "its gradient.",
)
def biases_penalised(cache):
    return biases(cache, lambda gradient, lambd, bias: gradient + lambd * bias)


@misconception(
    "mlp_backward.bias_gradients_summed",
    "Your bias gradient is a single number. With one example nothing is summed: it has the shape "
    "of the bias.",
)
def biases_summed(cache):
    return biases(cache, lambda gradient, *_: float(gradient.sum()))


@misconception(
    "mlp_backward.bias_gradients_times_bias",
    "You multiply the bias gradient by the bias. A bias is added, so its local derivative is 1.",
)
def biases_multiplied(cache):
    return biases(cache, lambda gradient, _, bias: gradient * bias)


@misconception("mlp_backward.bias_gradients_left_out", LEFT_OUT)
def biases_left_out(cache):
    grads = right.mlp_backward(cache)
    return {name: grads[name] for name in grads if "_db" not in name}


@misconception("mlp_backward.bias_gradients_only_together", LEFT_OUT)
def biases_only_together(cache):
    both = cache["b1"] is not None and cache["b2"] is not None
    grads = right.mlp_backward(cache)
    return {name: grads[name] for name in grads if both or "_db" not in name}


# --- manners ---
@misconception(
    "mlp_backward.W2_overwritten",
    "Your dJ_dh is made with dJ_dW2, where (5.3.12) has W2. Do you change W2 itself? Where two "
    "names mean one array, *= and += work in place.",
)
def W2_overwritten(cache):
    cache["W2"] *= cache["lambd"]
    cache["W2"] += np.outer(right.mlp_backward(cache)["dJ_do"], cache["h"])
    return right.mlp_backward(cache) | {"dJ_dW2": cache["W2"]}


@misconception(
    "mlp_backward.gradients_stored_in_the_cache",
    "Your backward pass adds its gradients to the cache that it is given. Return them in a new "
    "dict and leave the cache as it was.",
)
def gradients_in_cache(cache):
    grads = right.mlp_backward(cache)
    cache.update(grads)
    return grads


@misconception(
    "mlp_backward.cache_emptied",
    "Your backward pass takes values out of the cache (pop), so that it cannot be called twice. "
    "Read them and leave them there.",
)
def cache_emptied(cache):
    grads = right.mlp_backward(cache)
    for key in ("x", "z", "h", "o"):
        cache.pop(key)
    return grads


@misconception(
    "mlp_backward.z_overwritten_by_the_mask",
    "For relu you write zeros and ones into the z of the cache. Make the mask a new array.",
)
def z_overwritten(cache):
    grads = right.mlp_backward(cache)
    if cache["activation"] == "relu":
        cache["z"][...] = cache["z"] > 0
    return grads


@misconception(
    "mlp_backward.dJ_db1_for_tanh_from_W1",
    "For tanh your dJ_db1 is summed from dJ_dW1: it then holds x and the penalty. b1 is added to "
    "z, so its gradient is that of z, whatever the activation.",
)
def b1_for_tanh_from_W1(cache):
    grads = right.mlp_backward(cache)
    if cache["activation"] == "tanh" and "dJ_db1" in grads:
        grads["dJ_db1"] = grads["dJ_dW1"].sum(axis=1)
    return grads


@misconception(
    "mlp_backward.one_hot_labels_overwritten",
    "Your backward pass writes into the one-hot labels of the cache: dJ_do needs an array of its "
    "own.",
)
def labels_overwritten(cache):
    grads = right.mlp_backward(cache)
    if np.ndim(cache["y"]) and cache["loss"] == "cross_entropy":
        cache["y"][...] = grads["dJ_do"]
    return grads
