"""Other right ways to hw3_dropout, built on other helpers than `solution.py` is.

A student's function is right, too, if it is what one of these gives with the student's own helpers.
FUNCTION__HOW; the names of helpers are those of `solution.py`, in whose place this file runs.
"""

from typing import Any

import numpy as np

Array = np.ndarray
Generator = np.random.Generator
Dropped = tuple[Array, Array | None]


def standard_dropout_forward__by_dropout(
    h: Array, p: float, rng: Generator, train: bool = True
) -> Dropped:
    if not train:
        return (1.0 - p) * np.asarray(h, dtype=float), None
    _, mask = dropout_forward(h, p, rng)
    return h * mask, mask


def spatial_dropout_forward__by_dropout(
    h: Array, p: float, rng: Generator, train: bool = True
) -> Dropped:
    if not train:
        return np.array(h, dtype=float), None
    scale, mask = dropout_forward(np.ones((*h.shape[:2], 1, 1)), p, rng)
    return h * scale, np.broadcast_to(mask, h.shape).copy()


def spatial_dropout_forward__by_mask(
    h: Array, p: float, rng: Generator, train: bool = True
) -> Dropped:
    if not train:
        return np.array(h, dtype=float), None
    _, mask = dropout_forward(np.ones((*h.shape[:2], 1, 1)), p, rng)
    mask = np.broadcast_to(mask, h.shape).copy()
    return _scaled(np.asarray(h, dtype=float), mask, p), mask


def mc_dropout_predict__by_network(
    X: Array, W1: Array, b1: Array, W2: Array, b2: Array, p: float, rng: Generator, num_samples: int
) -> tuple[Array, Array]:
    samples = []
    for _ in range(num_samples):
        _, mask = dropout_forward(np.ones((len(X), len(W1))), p, rng)
        cache = mlp_dropout_forward(X, np.zeros(len(X), int), W1, b1, W2, b2, p, mask)
        samples.append(np.exp(_log_softmax(cache["o"])))
    return np.mean(samples, axis=0), np.std(samples, axis=0)


def mlp_dropout_forward__by_dropout_backward(
    X: Array, Y: Array, W1: Array, b1: Array, W2: Array, b2: Array, p: float, mask: Array | None
) -> dict[str, Any]:
    cache = mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask)
    h_dropped = dropout_backward(cache["h"], mask, p)  # the same product
    o = h_dropped @ W2.T + b2
    L = float(-(_one_hot(Y, o) * _log_softmax(o)).sum() / len(X))
    return cache | {"h_dropped": h_dropped, "o": o, "L": L}
