"""Model answers to hw0_neurons in NumPy: the perceptron, losses as likelihoods, capacity.

The same functions and signatures as the handout. `reference.py` reaches the same numbers by
PyTorch; the tests hold the two together.
"""

from collections.abc import Sequence

import numpy as np

Array = np.ndarray
Generator = np.random.Generator


# %% q1
def perceptron_predict(X: Array, w: Array, b: float) -> Array:
    """Labels +1.0 and -1.0 (B,): the sign of X w + b, and -1 on the boundary (0.1.1)."""
    return np.where(X @ w + b > 0, 1.0, -1.0)


def perceptron_fit(X: Array, y: Array, max_epochs: int) -> tuple[Array, float, Array]:
    """Rosenblatt's rule (0.1.2) from zeros: w (d,), b, and the mistakes of each epoch run."""
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes: list[int] = []
    while len(mistakes) < max_epochs and (not mistakes or mistakes[-1] > 0):
        mistakes.append(0)
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w, b = w + y_i * x_i, b + y_i
                mistakes[-1] += 1
    return w, float(b), np.array(mistakes)


# %% q2
def relu_features(x: Array, knots: Array) -> Array:
    """The shifted relus max(0, x_i - t_k), (B, K) (0.2.1)."""
    return np.maximum(0.0, np.subtract.outer(x, knots))


def piecewise_linear_weights(knots: Array, values: Array) -> tuple[float, Array]:
    """Offset and weights (K - 1,) of the curve through all (knot, value) (0.2.2)."""
    slopes = np.diff(values) / np.diff(knots)
    return float(values[0]), np.diff(slopes, prepend=0.0)


# %% q3
def _num_examples(y: Array) -> int:
    if len(y) == 0:
        raise ValueError("the batch is empty")
    return len(y)


def bernoulli_nll(z: Array, y: Array) -> float:
    """Mean of -log p(y | z) with P(y = 1) = sigmoid(z) (0.3.2): -z counts for y = 1, z for 0."""
    wrong_way = np.where(np.asarray(y) == 1, -1.0, 1.0) * z
    return float(np.logaddexp(0.0, wrong_way).sum() / _num_examples(y))


def bernoulli_nll_grad(z: Array, y: Array) -> Array:
    """Its gradient in the logits, (B,), with the 1/B of the mean."""
    p = 0.5 * (1.0 + np.tanh(0.5 * np.asarray(z)))
    return (p - y) / _num_examples(y)


def gaussian_nll(mu: Array, log_var: Array, y: Array) -> float:
    """Mean of -log N(y; mu, exp(log_var)) (0.3.3), constant included."""
    squares = np.square(np.subtract(y, mu)) * np.exp(-np.asarray(log_var))
    return float((0.5 * (np.log(2 * np.pi) + log_var + squares)).sum() / _num_examples(y))


def gaussian_nll_grad(mu: Array, log_var: Array, y: Array) -> tuple[Array, Array]:
    """Its gradients in mu and in log_var, each (B,), with the 1/B of the mean."""
    precision = np.exp(-np.asarray(log_var)) / _num_examples(y)
    error = np.subtract(mu, y)
    return error * precision, 0.5 / len(y) - 0.5 * error**2 * precision


# %% q4
def softmax_jacobian(o: Array) -> Array:
    """Entry (i, j) is d softmax_i / d o_j: diag(f) - f f^T, (q, q) (0.4.2)."""
    e = np.exp(o - np.max(o))
    f = e / e.sum()
    return np.diag(f) - np.outer(f, f)


# %% q5
def polynomial_features(x: Array, degree: int) -> Array:
    """Columns x^0 to x^degree, (B, degree + 1) (0.5.1)."""
    return np.asarray(x, dtype=float)[:, None] ** np.arange(degree + 1)


def ridge_fit(Phi: Array, y: Array, lambd: float) -> Array:
    """Minimiser of (0.5.2), of smallest norm for lambd = 0.

    The penalty is least squares with more rows: (1/B) ||Phi w - y||^2 + ||sqrt(lambd) w||^2.
    """
    B, num_weights = Phi.shape
    if B == 0:
        raise ValueError("the batch is empty")
    rows, targets = Phi, np.asarray(y)
    if lambd > 0:
        rows = np.concatenate([Phi, np.sqrt(B * lambd) * np.eye(num_weights)])
        targets = np.concatenate([y, np.zeros(num_weights)])
    return np.linalg.lstsq(rows, targets, rcond=None)[0]


# %% q6
def kfold_indices(n: int, k: int, rng: Generator) -> list[Array]:
    """k validation sets: a random order of range(n), cut into pieces of nearly equal size."""
    return np.array_split(rng.permutation(n), k)


def cross_validated_error(
    x: Array, y: Array, degree: int, lambd: float, folds: Sequence[Array]
) -> float:
    """Mean over all points of the squared error of the polynomial that did not see them."""
    Phi, y = polynomial_features(x, degree), np.asarray(y)
    squares = 0.0
    for fold in folds:
        rest = np.setdiff1d(np.arange(len(y)), fold)
        w = ridge_fit(Phi[rest], y[rest], lambd)
        squares += np.sum((Phi[fold] @ w - y[fold]) ** 2)
    return float(squares / len(y))
