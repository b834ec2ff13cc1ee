"""Other right ways to hw0_neurons, built on other helpers than `solution.py` is, or on none.

A student's function is right, too, if it is what one of these gives with the student's own helpers.
FUNCTION__HOW; the names of helpers are those of `solution.py`, in whose place this file runs.
"""

from collections.abc import Sequence

import numpy as np

Array = np.ndarray


def perceptron_fit__by_predict(X: Array, y: Array, max_epochs: int) -> tuple[Array, float, Array]:
    """A mistake is a label other than the predicted one, or a point on the boundary."""
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes: list[int] = []
    while len(mistakes) < max_epochs and (not mistakes or mistakes[-1] > 0):
        mistakes.append(0)
        for x_i, y_i in zip(X, y, strict=True):
            if perceptron_predict(x_i[None], w, b)[0] != y_i or x_i @ w + b == 0:
                w, b = w + y_i * x_i, b + y_i
                mistakes[-1] += 1
    return w, float(b), np.array(mistakes)


def piecewise_linear_weights__by_relus(knots: Array, values: Array) -> tuple[float, Array]:
    """By the equations of (0.2.2): the features at the knots are their matrix."""
    features = np.column_stack([np.ones(len(knots)), relu_features(knots, knots[:-1])])
    c, *v = np.linalg.solve(features, np.asarray(values, dtype=float))
    return float(c), np.array(v)


def ridge_fit__by_normal_equations(Phi: Array, y: Array, lambd: float) -> Array:
    """As most write it: the gradient of (0.5.2) set to zero, and solved for w."""
    B, num_weights = Phi.shape
    if B == 0:
        raise ValueError("the batch is empty")
    if lambd == 0:
        return np.linalg.pinv(Phi) @ y
    return np.linalg.solve(Phi.T @ Phi / B + lambd * np.eye(num_weights), Phi.T @ y / B)


def cross_validated_error__by_fold(
    x: Array, y: Array, degree: int, lambd: float, folds: Sequence[Array]
) -> float:
    """With features of the points of each fold alone."""
    squares = []
    for fold in folds:
        rest = np.setdiff1d(np.arange(len(y)), fold)
        w = ridge_fit(polynomial_features(x[rest], degree), y[rest], lambd)
        squares.append((polynomial_features(x[fold], degree) @ w - y[fold]) ** 2)
    return float(np.concatenate(squares).mean())
