"""The truth for hw2_stability: PyTorch in float64, gradients by autograd, weights by nn.init.

NumPy arrays go in and come out, so that a hidden test can compare a student's value directly.
Random functions are compared by their laws; here they draw by PyTorch what `rng` seeds.
"""

import functools
import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

Array = np.ndarray
Tensor = torch.Tensor

FACTORS_AT_ONCE = 16
ACTIVATIONS = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}


def _tensor(value: Any, *, grad: bool = False) -> Tensor:
    return torch.tensor(np.array(value, dtype=np.float64), requires_grad=grad)


def _empty(*shape: int) -> Tensor:
    return torch.empty(shape, dtype=torch.float64)


def _generator(rng: np.random.Generator) -> torch.Generator:
    """A torch generator that `rng` seeds."""
    return torch.Generator().manual_seed(int(rng.integers(2**63)))


# --- q1 ---
def sigmoid(x: Array) -> Array:
    return torch.sigmoid(_tensor(x)).numpy()


def sigmoid_grad(x: Array) -> Array:
    leaf = _tensor(x, grad=True)
    return torch.autograd.grad(torch.sigmoid(leaf).sum(), leaf)[0].numpy()


def sigmoid_gradient_curve() -> tuple[Array, Array, Array]:
    x = torch.arange(-8, 8, 0.1, dtype=torch.float64).numpy()
    return x, sigmoid(x), sigmoid_grad(x)


# --- q2, and the activations of q5 ---
def _outputs(
    X: Array, weights: Sequence[Tensor], activation: Callable[[Tensor], Tensor]
) -> list[Tensor]:
    """h^(1), ..., h^(L) (5.4.1)."""
    outputs, h = [], _tensor(X)
    for W in weights:
        h = activation(F.linear(h, W))
        outputs.append(h)
    return outputs


def gradient_norms_by_depth(
    X: Array, weights: Sequence[Array], activation: str = "sigmoid"
) -> Array:
    leaves = [_tensor(W, grad=True) for W in weights]
    objective = _outputs(X, leaves, ACTIVATIONS[activation])[-1].sum(dim=1).mean()
    grads = torch.autograd.grad(objective, leaves)
    return torch.stack([torch.linalg.matrix_norm(grad) for grad in grads]).numpy()


# --- q3 ---
def random_matrices(
    rng: np.random.Generator, count: int = 100, n: int = 4, var: float = 1.0
) -> Array:
    matrices = torch.nn.init.normal_(_empty(count, n, n), 0.0, math.sqrt(var), _generator(rng))
    return matrices.numpy()


def matrix_product(matrices: Array) -> Array:
    return functools.reduce(torch.matmul, _tensor(matrices)).numpy()


def matrix_product_log_norms(matrices: Array) -> Array:
    """The product is brought near 1 now and then by a power of two, which is exact."""
    factors = _tensor(matrices)
    product, exponent = torch.eye(factors.shape[-1], dtype=torch.float64), 0
    log_norms = []
    for chunk in factors.split(FACTORS_AT_ONCE):
        _, *prefixes = itertools.accumulate(chunk, torch.matmul, initial=product)
        norms = torch.linalg.matrix_norm(torch.stack(prefixes))
        log_norms.append(norms.log() + exponent * math.log(2))
        shift = torch.frexp(prefixes[-1].abs().max()).exponent
        product, exponent = torch.ldexp(prefixes[-1], -shift), exponent + int(shift)
    return torch.cat(log_norms).numpy()


def growth_rate(log_norms: Array) -> float:
    """The mean of the differences from one value to the next."""
    return torch.diff(_tensor(log_norms)).mean().item()


def product_experiment(
    rng: np.random.Generator, count: int = 100, n: int = 4, var: float = 1.0
) -> Array:
    return matrix_product_log_norms(random_matrices(rng, count, n, var))


# --- q4 ---
def constant_init(n_in: int, n_hidden: int, n_out: int, c: float) -> tuple[Array, Array]:
    W1, W2 = _empty(n_hidden, n_in), _empty(n_out, n_hidden)
    return torch.nn.init.constant_(W1, c).numpy(), torch.nn.init.constant_(W2, c).numpy()


def symmetry_gap(W1: Array, W2: Array) -> float:
    units = torch.cat([_tensor(W1), _tensor(W2).T], dim=1)
    return torch.cdist(units, units[:1], p=math.inf).max().item()


# --- q5 ---
def xavier_normal(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    weights = torch.nn.init.xavier_normal_(_empty(n_out, n_in), generator=_generator(rng))
    return weights.numpy()


def xavier_uniform(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    weights = torch.nn.init.xavier_uniform_(_empty(n_out, n_in), generator=_generator(rng))
    return weights.numpy()


def activation_variances(X: Array, weights: Sequence[Array], activation: str) -> Array:
    outputs = _outputs(X, [_tensor(W) for W in weights], ACTIVATIONS[activation])
    # torch.var warns of an output of one entry
    return torch.stack([(h - h.mean()).square().mean() for h in outputs]).numpy()


# --- q6 ---
def he_normal(rng: np.random.Generator, n_in: int, n_out: int) -> Array:
    weights = torch.nn.init.kaiming_normal_(_empty(n_out, n_in), generator=_generator(rng))
    return weights.numpy()


def leaky_relu(x: Array, alpha: float = 0.1) -> Array:
    return F.leaky_relu(_tensor(x), alpha).numpy()


def leaky_relu_grad(x: Array, alpha: float = 0.1) -> Array:
    leaf = _tensor(x, grad=True)
    return torch.autograd.grad(F.leaky_relu(leaf, alpha).sum(), leaf)[0].numpy()


def clip_gradients(grads: Sequence[Array], max_norm: float) -> tuple[list[Array], float]:
    """As torch.nn.utils.clip_grad_norm_, which adds 1e-6 to the norm that it divides by."""
    tensors = [_tensor(grad) for grad in grads]
    norm = torch.nn.utils.get_total_norm(tensors)
    factor = torch.clamp(max_norm / norm, max=1.0) if norm > 0 else 1.0
    return [(grad * factor).numpy() for grad in tensors], norm.item()
