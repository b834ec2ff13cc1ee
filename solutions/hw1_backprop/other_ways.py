"""Other right ways to hw1_backprop, built on other helpers than `solution.py` is.

A student's function is right, too, if it is what one of these gives with the student's own helpers.
FUNCTION__HOW; the names of helpers are those of `solution.py`, in whose place this file runs.
"""

from typing import Any

import numpy as np

Array = np.ndarray


def sigmoid_grad__by_sigmoid(x: Array) -> Array:
    s = sigmoid(x)
    return s * (1.0 - s)


def cross_entropy__by_softmax(o: Array, y: Array) -> float:
    p = np.atleast_2d(softmax(o))
    return float(-np.log(p[_one_hot(o, y) > 0]).sum() / len(p))


def mlp_backward__by_softmax(cache: dict[str, Any]) -> dict[str, Array]:
    if cache["loss"] != "cross_entropy":
        return mlp_backward(cache)
    return _backward(cache, (softmax(cache["o"]) - _one_hot(cache["o"], cache["y"])).reshape(-1))


def mlp_backward__by_sigmoid(cache: dict[str, Any]) -> dict[str, Array]:
    if cache["activation"] != "sigmoid":
        return mlp_backward(cache)
    dJ_do = _loss(cache["loss"])[1](cache["o"], cache["y"])
    s = sigmoid(cache["z"])
    return _backward(cache, dJ_do, s * (1.0 - s))


def mlp_backward__by_batch(cache: dict[str, Any]) -> dict[str, Array]:
    rows = {key: np.asarray(cache[key])[None] for key in ("x", "y", "z", "h", "o")}
    grads = mlp_backward_batch(cache | rows)
    return {k: v[0] if k in ("dJ_do", "dJ_dh", "dJ_dz") else v for k, v in grads.items()}


def _backward(
    cache: dict[str, Any], dJ_do: Array, phi_grad: Array | None = None
) -> dict[str, Array]:
    """The rest of (5.3.8-5.3.14) from dJ_do on."""
    if phi_grad is None:
        phi_grad = _activation(cache["activation"])[1](cache["z"])
    W1, W2, lambd = cache["W1"], cache["W2"], cache["lambd"]
    dJ_dh = dJ_do @ W2
    dJ_dz = dJ_dh * phi_grad
    grads = {
        "dJ_do": dJ_do,
        "dJ_dW2": np.outer(dJ_do, cache["h"]) + lambd * W2,
        "dJ_dh": dJ_dh,
        "dJ_dz": dJ_dz,
        "dJ_dW1": np.outer(dJ_dz, cache["x"]) + lambd * W1,
    }
    if cache["b1"] is not None:
        grads["dJ_db1"] = dJ_dz.copy()
    if cache["b2"] is not None:
        grads["dJ_db2"] = dJ_do.copy()
    return grads


def mlp_forward__by_batch(x: Array, y: Array, *rest: Any, **kwargs: Any) -> dict[str, Any]:
    batch = mlp_forward_batch(np.asarray(x)[None], np.asarray(y)[None], *rest, **kwargs)
    return batch | {key: batch[key][0] for key in ("z", "h", "o")} | {"x": x, "y": y}


def mlp_forward_batch__row_by_row(X: Array, Y: Array, *rest: Any, **kwargs: Any) -> dict[str, Any]:
    rows = [mlp_forward(x, y, *rest, **kwargs) for x, y in zip(X, Y, strict=True)]
    stacked = {key: np.stack([row[key] for row in rows]) for key in ("z", "h", "o")}
    L, s = float(np.mean([row["L"] for row in rows])), rows[0]["s"]
    return rows[0] | stacked | {"x": X, "y": Y, "L": L, "J": L + s}


def mlp_sgd_step__by_weight_decay(
    W1: Array, W2: Array, X: Array, Y: Array, lambd: float, lr: float, activation: str, loss: str
) -> tuple[Array, Array]:
    grads = mlp_backward_batch(mlp_forward_batch(X, Y, W1, W2, 0.0, activation, loss))
    data = grads["dJ_dW1"], grads["dJ_dW2"]
    return tuple(sgd_weight_decay(W, g, lr, lambd) for W, g in zip((W1, W2), data, strict=True))
