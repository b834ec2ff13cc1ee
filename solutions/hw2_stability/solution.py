"""Model answers to hw2_stability in NumPy: gradients through depth, symmetry, starts (d2l 5.4).

The same functions and signatures as the handout. `reference.py` reaches the same numbers by
PyTorch; the tests hold the two together.
"""

import math
from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np

Array = np.ndarray


# %% q1
def sigmoid(x: Array) -> Array:
    """1 / (1 + exp(-x)), elementwise; written with tanh it cannot overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(x, dtype=float)))


def sigmoid_grad(x: Array) -> Array:
    """sigmoid'(x) = sigmoid(x) sigmoid(-x), elementwise; this form keeps its digits for large x."""
    e = np.exp(-np.abs(np.asarray(x, dtype=float)))
    return e / (1.0 + e) ** 2


def sigmoid_gradient_curve() -> tuple[Array, Array, Array]:
    """X = arange(-8, 8, 0.1), sigmoid(x), sigmoid'(x), each (160,)."""
    x = np.arange(-8, 8, 0.1)
    return x, sigmoid(x), sigmoid_grad(x)


# %% q2
def _activation(name: str) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    """The activation function and its derivative at the pre-activation."""
    table = {
        "relu": (lambda z: np.maximum(z, 0.0), lambda z: (z > 0).astype(float)),
        "sigmoid": (sigmoid, sigmoid_grad),
        "tanh": (np.tanh, lambda z: 4.0 * sigmoid_grad(2.0 * z)),
    }
    if name not in table:
        raise ValueError(f"unknown activation {name!r}: choose one of {', '.join(table)}")
    return table[name]


def _forward(
    X: Array, weights: Sequence[Array], phi: Callable[[Array], Array]
) -> tuple[list[Array], list[Array]]:
    """Pre-activations z^(1..L) and activations h^(0..L) with h^(0) = X (5.4.1)."""
    if len(X) == 0:
        raise ValueError("the batch is empty")
    z, h = [], [np.asarray(X, dtype=float)]
    for W in weights:
        z.append(h[-1] @ np.transpose(W))
        h.append(phi(z[-1]))
    return z, h


def gradient_norms_by_depth(
    X: Array, weights: Sequence[Array], activation: str = "sigmoid"
) -> Array:
    """||d objective / d W^(l)||_F for l = 1..L (5.4.2), by one backward sweep.

    The objective is the mean over the batch of the sum of the last layer's outputs.
    """
    phi, phi_grad = _activation(activation)
    z, h = _forward(X, weights, phi)
    dh = np.full(h[-1].shape, 1.0 / len(X))
    norms = np.empty(len(weights))
    for layer in reversed(range(len(weights))):
        dz = dh * phi_grad(z[layer])
        norms[layer] = np.linalg.norm(dz.T @ h[layer])
        dh = dz @ weights[layer]
    return norms


# %% q3
def random_matrices(
    rng: np.random.Generator, count: int = 100, n: int = 4, var: float = 1.0
) -> Array:
    """(count, n, n) independent entries of N(0, var)."""
    return rng.normal(0.0, math.sqrt(var), (count, n, n))


def matrix_product(matrices: Array) -> Array:
    """M_1 @ M_2 @ ... @ M_k."""
    return reduce(np.matmul, np.asarray(matrices, dtype=float))


def matrix_product_log_norms(matrices: Array) -> Array:
    """Log ||M_1 ... M_i||_F for i = 1..k; the running product is kept at norm 1."""
    matrices = np.asarray(matrices, dtype=float)
    product, log_norm = np.eye(matrices.shape[-1]), 0.0
    log_norms = np.empty(len(matrices))
    for i, matrix in enumerate(matrices):
        product = product @ matrix
        norm = math.sqrt(np.vdot(product, product))
        product /= norm
        log_norm += math.log(norm)
        log_norms[i] = log_norm
    return log_norms


def growth_rate(log_norms: Array) -> float:
    """(last - first) / (len - 1): the mean growth of the log norm by one factor."""
    return float((log_norms[-1] - log_norms[0]) / (len(log_norms) - 1))


def product_experiment(
    rng: np.random.Generator, count: int = 100, n: int = 4, var: float = 1.0
) -> Array:
    """Log norms (count,) of the prefixes of a product of `count` Gaussian matrices."""
    return matrix_product_log_norms(random_matrices(rng, count, n, var))


# %% q4
def constant_init(n_in: int, n_hidden: int, n_out: int, c: float) -> tuple[Array, Array]:
    """W1 (n_hidden, n_in) and W2 (n_out, n_hidden) with every entry c."""
    return np.full((n_hidden, n_in), float(c)), np.full((n_out, n_hidden), float(c))


def symmetry_gap(W1: Array, W2: Array) -> float:
    """Largest difference of a hidden unit's weights (row of W1, column of W2) from unit 0's."""
    units = np.concatenate([W1, np.transpose(W2)], axis=1, dtype=float)
    return float(np.max(np.abs(units - units[0])))


# %% q5
def xavier_normal(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    """(n_out, n_in) of N(0, 2 / (n_in + n_out)) (5.4.5)."""
    return rng.normal(0.0, math.sqrt(2.0 / (n_in + n_out)), (n_out, n_in))


def xavier_uniform(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    """(n_out, n_in) of U(-a, a), a = sqrt(6 / (n_in + n_out)): the same variance a^2 / 3."""
    bound = math.sqrt(6.0 / (n_in + n_out))
    return rng.uniform(-bound, bound, (n_out, n_in))


def activation_variances(X: Array, weights: Sequence[Array], activation: str) -> Array:
    """Population variance of all entries of h^(l), l = 1..L."""
    phi, _ = _activation(activation)
    _, h = _forward(X, weights, phi)
    return np.array([np.var(layer) for layer in h[1:]])


# %% q6
def he_normal(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    """(n_out, n_in) of N(0, 2 / n_in)."""
    return rng.normal(0.0, np.sqrt(2.0 / n_in), (n_out, n_in))


def leaky_relu(x: Array, alpha: float = 0.1) -> Array:
    """X where x > 0, alpha x elsewhere."""
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, alpha * x)


def leaky_relu_grad(x: Array, alpha: float = 0.1) -> Array:
    """1 where x > 0, alpha elsewhere, also at 0."""
    return np.where(np.asarray(x) > 0, 1.0, float(alpha))


def clip_gradients(grads: Sequence[Array], max_norm: float) -> tuple[list[Array], float]:
    """(grads times min(1, max_norm / norm), norm) with the norm of all arrays together."""
    grads = [np.asarray(grad, dtype=float) for grad in grads]
    norm = float(np.sqrt(sum(np.sum(grad**2) for grad in grads)))
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad for grad in grads], norm
