"""Other right ways to hw2_stability, built on other helpers than `solution.py` is.

A student's function is right, too, if it is what one of these gives with the student's own helpers.
FUNCTION__HOW; the names of helpers are those of `solution.py`, in whose place this file runs.
"""

import numpy as np

Array = np.ndarray


def sigmoid_grad__by_sigmoid(x: Array) -> Array:
    s = sigmoid(x)
    return s * (1.0 - s)


def product_experiment__by_product(
    rng: np.random.Generator, count: int = 100, n: int = 4, var: float = 1.0
) -> Array:
    matrices = random_matrices(rng, count, n, var)
    products = [matrix_product(matrices[: k + 1]) for k in range(count)]
    return np.log([np.linalg.norm(product) for product in products])


def gradient_norms_by_depth__by_sigmoid(
    X: Array, weights: list[Array], activation: str = "sigmoid"
) -> Array:
    if activation != "sigmoid":
        return gradient_norms_by_depth(X, weights, activation)
    _, h = _forward(X, weights, sigmoid)
    dh, norms = np.full(h[-1].shape, 1.0 / len(X)), []
    for W, below, out in zip(weights[::-1], h[-2::-1], h[::-1], strict=False):
        dz = dh * out * (1.0 - out)
        norms.append(np.linalg.norm(dz.T @ below))
        dh = dz @ W
    return np.array(norms[::-1])
