"""The truth for hw0_neurons: PyTorch's losses, solvers and autograd, in float64.

NumPy arrays go in and come out, so that a hidden test can compare a student's value directly.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

Array = np.ndarray
Tensor = torch.Tensor
Generator = np.random.Generator


def _tensor(value: Any) -> Tensor:
    return torch.tensor(np.array(value, dtype=np.float64))


def _refuse_empty(y: Array) -> None:
    if len(y) == 0:
        raise ValueError("the batch is empty")


# --- q1 ---
def perceptron_predict(X: Array, w: Array, b: float) -> Array:
    positive = F.linear(_tensor(X), _tensor(w)[None]).squeeze(1) + b > 0
    return (2 * positive.double() - 1).numpy()


def perceptron_fit(X: Array, y: Array, max_epochs: int) -> tuple[Array, float, Array]:
    """Gradient descent with rate 1, one example at a time, on the loss max(0, -y (x w + b)).

    clamp lets the gradient through at the bound itself, where the rule counts a mistake.
    """
    Phi, labels = F.pad(_tensor(X), (0, 1), value=1.0), _tensor(y)
    w = torch.zeros(Phi.shape[1], dtype=torch.float64, requires_grad=True)
    mistakes: list[int] = []
    for _ in range(max_epochs):
        wrong = 0
        for row, label in zip(Phi, labels, strict=True):
            (grad,) = torch.autograd.grad(torch.clamp(-label * (row @ w), min=0.0), w)
            with torch.no_grad():
                w -= grad
            wrong += int(bool(grad[-1] != 0))  # that of the bias is -y or 0
        mistakes.append(wrong)
        if wrong == 0:
            break
    found = w.detach().numpy()
    return found[:-1], float(found[-1]), np.array(mistakes)


# --- q2 ---
def relu_features(x: Array, knots: Array) -> Array:
    return torch.relu(_tensor(x)[:, None] - _tensor(knots)[None, :]).numpy()


def piecewise_linear_weights(knots: Array, values: Array) -> tuple[float, Array]:
    """By solving for the weights: each knot after the first is an equation."""
    t, heights = _tensor(knots), _tensor(values)
    features = torch.relu(t[1:, None] - t[None, :-1])
    rises = (heights[1:] - heights[0])[:, None]
    v = torch.linalg.solve_triangular(features, rises, upper=False)
    return heights[0].item(), v.squeeze(1).numpy()


# --- q3 ---
def _bernoulli(z: Tensor, y: Array) -> Tensor:
    return F.binary_cross_entropy_with_logits(z, _tensor(y))


def _gaussian(mu: Tensor, log_var: Tensor, y: Array) -> Tensor:
    return F.gaussian_nll_loss(mu, _tensor(y), log_var.exp(), full=True, eps=1e-300)


def bernoulli_nll(z: Array, y: Array) -> float:
    _refuse_empty(y)
    return _bernoulli(_tensor(z), y).item()


def bernoulli_nll_grad(z: Array, y: Array) -> Array:
    _refuse_empty(y)
    leaf = _tensor(z).requires_grad_()
    return torch.autograd.grad(_bernoulli(leaf, y), leaf)[0].numpy()


def gaussian_nll(mu: Array, log_var: Array, y: Array) -> float:
    _refuse_empty(y)
    return _gaussian(_tensor(mu), _tensor(log_var), y).item()


def gaussian_nll_grad(mu: Array, log_var: Array, y: Array) -> tuple[Array, Array]:
    _refuse_empty(y)
    leaves = [_tensor(value).requires_grad_() for value in (mu, log_var)]
    dmu, dlog_var = torch.autograd.grad(_gaussian(*leaves, y), leaves)
    return dmu.numpy(), dlog_var.numpy()


# --- q4 ---
def softmax_jacobian(o: Array) -> Array:
    found = torch.autograd.functional.jacobian(lambda o: torch.softmax(o, dim=0), _tensor(o))
    return found.numpy()


# --- q5 ---
def polynomial_features(x: Array, degree: int) -> Array:
    return (_tensor(x)[:, None] ** torch.arange(degree + 1)).numpy()


def ridge_fit(Phi: Array, y: Array, lambd: float) -> Array:
    """By singular values: every w_j = s_j / (s_j^2 + B lambd) in their bases."""
    _refuse_empty(y)
    U, s, Vh = torch.linalg.svd(_tensor(Phi), full_matrices=False)
    shrunk = s / (s**2 + len(y) * lambd)
    if lambd == 0:  # the pseudoinverse: what is 0 stays 0
        shrunk = torch.where(s > s.max() * max(np.shape(Phi)) * 2.3e-16, 1 / s, torch.zeros(()))
    return (Vh.T @ (shrunk * (U.T @ _tensor(y)))).numpy()


# --- q6 ---
def kfold_indices(n: int, k: int, rng: Generator) -> list[Array]:
    """PyTorch's permutation; its draws follow from rng."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(int(rng.integers(1 << 62)))
        return [fold.numpy() for fold in torch.tensor_split(torch.randperm(n), k)]


def cross_validated_error(
    x: Array, y: Array, degree: int, lambd: float, folds: Sequence[Array]
) -> float:
    """Every point is predicted by the fit of its own fold; then one mean over all points."""
    Phi, targets = polynomial_features(x, degree), np.asarray(y, dtype=float)
    predicted = torch.full((len(targets),), torch.nan, dtype=torch.float64)
    for fold in map(np.asarray, folds):
        seen = np.ones(len(targets), dtype=bool)
        seen[fold] = False
        w = _tensor(ridge_fit(Phi[seen], targets[seen], lambd))
        predicted[torch.tensor(fold)] = _tensor(Phi[fold]) @ w
    return F.mse_loss(predicted, _tensor(targets)).item()
