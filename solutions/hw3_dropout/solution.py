"""Model answers to hw3_dropout in NumPy: dropout, its variants, early stopping (d2l 5.5, 5.6).

The same functions and signatures as the handout. `reference.py` reaches the same numbers by
PyTorch; the tests hold the two together.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray
Generator = np.random.Generator


def _refuse_no_probability(p: float) -> None:
    if not 0 <= p <= 1:
        raise ValueError(f"p is the probability of dropping a unit, so it cannot be {p}")


def _scaled(h: Array, mask: Array, p: float) -> Array:
    """H / (1 - p) where the mask is 1, 0 elsewhere (5.6.1); with p = 1 nothing is left to scale."""
    return h * (mask / (1.0 - p) if p < 1 else 0.0 * mask)


# %% q1
def dropout_forward(
    h: Array, p: float, rng: Generator, train: bool = True
) -> tuple[Array, Array | None]:
    """Inverted dropout (5.6.1): (out, mask) of the shape of h; (h, None) when not training."""
    _refuse_no_probability(p)
    if not train:
        return np.array(h, dtype=float), None
    mask = (rng.random(np.shape(h)) >= p).astype(float)
    return _scaled(np.asarray(h, dtype=float), mask, p), mask


# %% q2
def dropout_backward(dout: Array, mask: Array | None, p: float) -> Array:
    """Gradient of the loss by h, given that by the output and the mask of the forward pass."""
    dout = np.array(dout, dtype=float)
    return dout if mask is None else _scaled(dout, np.asarray(mask, dtype=float), p)


# %% q3
def _log_softmax(o: Array) -> Array:
    above = o - np.max(o, axis=-1)[:, None]  # else logits near 1000 lose their digits in float32
    return above - np.logaddexp.reduce(above, axis=1, keepdims=True)


def _one_hot(Y: Array, like: Array) -> Array:
    """Labels (B,) as rows (B, q); one-hot rows stay what they are."""
    Y = np.asarray(Y)
    return Y.astype(float) if Y.ndim == 2 else np.eye(like.shape[1])[Y]


def mlp_dropout_forward(
    X: Array, Y: Array, W1: Array, b1: Array, W2: Array, b2: Array, p: float, mask: Array | None
) -> dict[str, Any]:
    """Relu network with dropout on its hidden layer and cross-entropy L, mean over the batch.

    The cache holds z, h and h_dropped (B, h), o (B, q), the number L, and every argument.
    """
    if len(X) == 0:
        raise ValueError("the batch is empty")
    z = X @ W1.T + b1
    h = np.maximum(z, 0.0)
    h_dropped = h if mask is None else _scaled(h, np.asarray(mask, dtype=float), p)
    o = h_dropped @ W2.T + b2
    L = float(-(_one_hot(Y, o) * _log_softmax(o)).sum() / len(X))
    inputs = {"X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask}
    return inputs | {"z": z, "h": h, "h_dropped": h_dropped, "o": o, "L": L}


def mlp_dropout_backward(cache: dict[str, Any]) -> dict[str, Array]:
    """dL_dW1, dL_db1, dL_dW2, dL_db2 by the chain rule (5.3.8-5.3.14 without the penalty)."""
    o, W2 = cache["o"], cache["W2"]
    dL_do = (np.exp(_log_softmax(o)) - _one_hot(cache["Y"], o)) / len(o)
    dL_dh = dropout_backward(dL_do @ W2, cache["mask"], cache["p"])
    dL_dz = dL_dh * (cache["z"] > 0)
    return {
        "dL_dW1": dL_dz.T @ cache["X"],
        "dL_db1": dL_dz.sum(axis=0),
        "dL_dW2": dL_do.T @ cache["h_dropped"],
        "dL_db2": dL_do.sum(axis=0),
    }


# %% q4
def standard_dropout_forward(
    h: Array, p: float, rng: Generator, train: bool = True
) -> tuple[Array, Array | None]:
    """The original dropout of Srivastava et al. (2014): h * mask, and (1 - p) h at test time."""
    _refuse_no_probability(p)
    h = np.asarray(h, dtype=float)
    if not train:
        return (1.0 - p) * h, None
    mask = (rng.random(h.shape) >= p).astype(float)
    return h * mask, mask


def spatial_dropout_forward(
    h: Array, p: float, rng: Generator, train: bool = True
) -> tuple[Array, Array | None]:
    """Inverted dropout of whole channels of h (B, C, H, W) (Tompson et al. 2015)."""
    _refuse_no_probability(p)
    h = np.array(h, dtype=float)
    if not train:
        return h, None
    channels = (rng.random((*h.shape[:2], 1, 1)) >= p).astype(float)
    mask = np.broadcast_to(channels, h.shape).copy()
    return _scaled(h, mask, p), mask


# %% q5
def mc_dropout_predict(
    X: Array,
    W1: Array,
    b1: Array,
    W2: Array,
    b2: Array,
    p: float,
    rng: Generator,
    num_samples: int,
) -> tuple[Array, Array]:
    """Mean and population std, each (B, q), of softmax outputs under `num_samples` fresh masks.

    Monte Carlo dropout (Gal & Ghahramani 2016): dropout stays on at test time.
    """
    h = np.maximum(X @ W1.T + b1, 0.0)
    samples = [
        np.exp(_log_softmax(dropout_forward(h, p, rng)[0] @ W2.T + b2)) for _ in range(num_samples)
    ]
    return np.mean(samples, axis=0), np.std(samples, axis=0)


# %% q6
def early_stopping(
    losses: Sequence[float], patience: int, min_delta: float = 0.0
) -> tuple[int, int]:
    """(stop_epoch, best_epoch), both from 0: stop after `patience` epochs in a row without a
    loss below best - min_delta.
    """
    best, best_epoch = float("inf"), 0
    for epoch, loss in enumerate(losses):
        if loss < best - min_delta:
            best, best_epoch = loss, epoch
        elif epoch - best_epoch >= patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch
