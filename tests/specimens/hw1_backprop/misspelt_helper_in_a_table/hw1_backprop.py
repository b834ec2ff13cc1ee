"""Model answers to hw1_backprop in NumPy: forward and backward propagation with L2 (d2l 5.3).

The same functions and signatures as the handout. `reference.py` reaches the same numbers by
PyTorch's autograd; the tests hold the two together.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray


# %% q1
def computational_graph(x: float, y: float, z: float) -> dict[str, float]:
    """F = (x + y) z and its three partial derivatives."""
    q = x + y
    return {"f": q * z, "df_dx": z, "df_dy": z, "df_dz": q}


# %% q2
def sigmoid(x: Array) -> Array:
    """1 / (1 + exp(-x)), elementwise; written with tanh it cannot overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(x, dtype=float)))


def sigmoid_grad(x: Array) -> Array:
    """sigmoid'(x) = sigmoid(x) sigmoid(-x); the second factor keeps its digits for large x."""
    e = np.exp(-np.abs(np.asarray(x, dtype=float)))
    return e / (1.0 + e) ** 2


def rleu(x: Array) -> Array:
    """max(x, 0), elementwise."""
    return np.maximum(np.asarray(x, dtype=float), 0.0)


def relu_grad(x: Array) -> Array:
    """1 where x > 0, else 0; relu'(0) = 0."""
    return (np.asarray(x) > 0).astype(float)


def tanh_grad(x: Array) -> Array:
    """tanh'(x) = 1 - tanh(x)^2 = 4 sigmoid'(2x), which keeps its digits for large x."""
    return 4.0 * sigmoid_grad(2.0 * np.asarray(x, dtype=float))


# %% q3
def softmax(o: Array) -> Array:
    """Softmax over the last axis; subtracting the maximum keeps exp finite."""
    if np.size(o) == 0:
        raise ValueError("the batch is empty")
    e = np.exp(o - np.max(o, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _rows(o: Array) -> Array:
    """o as a minibatch (B, q), whether it is one example (q,) or already a batch."""
    rows = np.atleast_2d(np.asarray(o, dtype=float))
    if rows.shape[0] == 0:
        raise ValueError("the batch is empty")
    return rows


def _one_hot(o: Array, y: Array) -> Array:
    """Labels y, class indices or one-hot rows, as one-hot rows of the shape of the batch o."""
    if np.ndim(y) == np.ndim(o):
        return np.asarray(y, dtype=float).reshape(_rows(o).shape)
    return np.eye(np.shape(o)[-1])[np.atleast_1d(np.asarray(y, dtype=int))]


def cross_entropy(o: Array, y: Array) -> float:
    """-log softmax(o)_y, mean over the batch."""
    rows = _rows(o)
    shifted = rows - rows.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return float(-(_one_hot(o, y) * log_p).sum() / rows.shape[0])


def cross_entropy_grad(o: Array, y: Array) -> Array:
    """(softmax(o) - one_hot(y)) / B, of the shape of o."""
    rows = _rows(o)
    return ((softmax(rows) - _one_hot(o, y)) / rows.shape[0]).reshape(np.shape(o))


def squared_loss(o: Array, y: Array) -> float:
    """Half the sum of squares over the outputs, mean over the batch."""
    rows = _rows(o)
    return float(0.5 * ((rows - np.reshape(y, rows.shape)) ** 2).sum() / rows.shape[0])


def squared_loss_grad(o: Array, y: Array) -> Array:
    """(o - y) / B, of the shape of o."""
    rows = _rows(o)
    return ((rows - np.reshape(y, rows.shape)) / rows.shape[0]).reshape(np.shape(o))


def l2_penalty(W1: Array, W2: Array, lambd: float) -> float:
    """S = lambd/2 (||W1||_F^2 + ||W2||_F^2) (5.3.5)."""
    return float(
        lambd / 2 * (np.sum(np.square(W1, dtype=float)) + np.sum(np.square(W2, dtype=float)))
    )


# %% q4 to q6
def _choose(table: dict[str, Any], name: str, kind: str) -> Any:
    if name not in table:
        raise ValueError(f"unknown {kind} {name!r}: choose one of {', '.join(table)}")
    return table[name]


ACTIVATIONS = {
    "relu": (relu, relu_grad),
    "sigmoid": (sigmoid, sigmoid_grad),
    "tanh": (np.tanh, tanh_grad),
}


def _activation(name):
    if name not in ACTIVATIONS:
        raise ValueError(name)
    return ACTIVATIONS[name]


def _loss(name: str) -> tuple[Callable[[Array, Array], float], Callable[[Array, Array], Array]]:
    """The loss and its gradient in o."""
    table = {
        "squared": (squared_loss, squared_loss_grad),
        "cross_entropy": (cross_entropy, cross_entropy_grad),
    }
    return _choose(table, name, "loss")


def mlp_forward(
    x: Array,
    y: Array,
    W1: Array,
    W2: Array,
    lambd: float,
    activation: str,
    loss: str,
    b1: Array | None = None,
    b2: Array | None = None,
) -> dict[str, Any]:
    """z = W1 x + b1, h = phi(z), o = W2 h + b2, J = L + s (5.3.1-5.3.6).

    x (d,) or, as `mlp_forward_batch` uses it, (B, d).
    """
    phi, _ = _activation(activation)
    loss_of, _ = _loss(loss)
    z = x @ np.transpose(W1) + (0.0 if b1 is None else b1)
    h = phi(z)
    o = h @ np.transpose(W2) + (0.0 if b2 is None else b2)
    L = loss_of(o, y)
    s = l2_penalty(W1, W2, lambd)
    cache = {"x": x, "y": y, "z": z, "h": h, "o": o, "L": L, "s": s, "J": L + s, "W1": W1, "W2": W2}
    return cache | {"lambd": lambd, "activation": activation, "loss": loss, "b1": b1, "b2": b2}


def _step(cache: dict[str, Any]) -> tuple[Array, Array, Array]:
    """dJ_do, dJ_dh, dJ_dz (5.3.8, 5.3.12, 5.3.13)."""
    _, phi_grad = _activation(cache["activation"])
    _, loss_grad = _loss(cache["loss"])
    dJ_do = loss_grad(cache["o"], cache["y"])
    dJ_dh = dJ_do @ cache["W2"]
    return dJ_do, dJ_dh, dJ_dh * phi_grad(cache["z"])


def mlp_backward(cache: dict[str, Any]) -> dict[str, Array]:
    """Gradients of J (5.3.8-5.3.14) for the cache of one example."""
    dJ_do, dJ_dh, dJ_dz = _step(cache)
    dJ_dW2 = np.outer(dJ_do, cache["h"]) + cache["lambd"] * cache["W2"]
    dJ_dW1 = np.outer(dJ_dz, cache["x"]) + cache["lambd"] * cache["W1"]
    grads = {"dJ_do": dJ_do, "dJ_dW2": dJ_dW2, "dJ_dh": dJ_dh, "dJ_dz": dJ_dz, "dJ_dW1": dJ_dW1}
    if cache["b1"] is not None:
        grads["dJ_db1"] = dJ_dz.copy()
    if cache["b2"] is not None:
        grads["dJ_db2"] = dJ_do.copy()
    return grads


def mlp_forward_batch(
    X: Array,
    Y: Array,
    W1: Array,
    W2: Array,
    lambd: float,
    activation: str,
    loss: str,
    b1: Array | None = None,
    b2: Array | None = None,
) -> dict[str, Any]:
    """`mlp_forward` with examples in rows: the same lines do it."""
    return mlp_forward(X, Y, W1, W2, lambd, activation, loss, b1, b2)


def mlp_backward_batch(cache: dict[str, Any]) -> dict[str, Array]:
    """Gradients of J for a minibatch; dJ_do holds the 1/B, so weights and biases sum over it."""
    dJ_do, dJ_dh, dJ_dz = _step(cache)
    dJ_dW2 = dJ_do.T @ cache["h"] + cache["lambd"] * cache["W2"]
    dJ_dW1 = dJ_dz.T @ cache["x"] + cache["lambd"] * cache["W1"]
    grads = {"dJ_do": dJ_do, "dJ_dW2": dJ_dW2, "dJ_dh": dJ_dh, "dJ_dz": dJ_dz, "dJ_dW1": dJ_dW1}
    if cache["b1"] is not None:
        grads["dJ_db1"] = dJ_dz.sum(axis=0)
    if cache["b2"] is not None:
        grads["dJ_db2"] = dJ_do.sum(axis=0)
    return grads


# %% q7
def numerical_gradient(f: Callable[[Array], float], x: Array, eps: float = 1e-5) -> Array:
    """Central differences (f(x + eps e_i) - f(x - eps e_i)) / (2 eps), one entry at a time."""
    x = np.array(x, dtype=float)
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + eps
        above = f(x)
        x[index] = kept - eps
        below = f(x)
        x[index] = kept
        gradient[index] = (above - below) / (2 * eps)
    return gradient


def relative_error(a: Array, b: Array) -> float:
    """norm(a - b) / (norm(a) + norm(b)); 0 when both are zero."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    scale = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / scale) if scale > 0 else 0.0


# %% q8
def sgd_weight_decay(w: Array, grad: Array, lr: float, lambd: float) -> Array:
    """One step of SGD with weight decay: (1 - lr lambd) w - lr grad."""
    return (1 - lr * lambd) * np.asarray(w) - lr * np.asarray(grad)


def mlp_sgd_step(
    W1: Array, W2: Array, X: Array, Y: Array, lambd: float, lr: float, activation: str, loss: str
) -> tuple[Array, Array]:
    """One full-batch step on J; both gradients are taken at the OLD weights."""
    grads = mlp_backward_batch(mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss))
    return W1 - lr * grads["dJ_dW1"], W2 - lr * grads["dJ_dW2"]


def train_mlp(
    W1: Array,
    W2: Array,
    X: Array,
    Y: Array,
    lambd: float,
    lr: float,
    steps: int,
    activation: str,
    loss: str,
) -> tuple[Array, Array]:
    """`steps` full-batch steps of `mlp_sgd_step`."""
    for _ in range(steps):
        W1, W2 = mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss)
    return W1, W2
