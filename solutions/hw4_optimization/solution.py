"""Model answers to hw4_optimization in NumPy: optimisers, batch normalization and learning rates.

The same functions and signatures as the handout. `reference.py` reaches the same numbers by
PyTorch; the tests hold the two together.
"""

from typing import Any

import numpy as np

Array = np.ndarray


# %% q1
def momentum_step(w: Array, grad: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """v = mu v + grad, then w = w - lr v with the new v. Returns (w, v)."""
    v = mu * np.asarray(v) + grad
    return w - lr * v, v


# %% q2
def adam_step(
    w: Array,
    grad: Array,
    m: Array,
    v: Array,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, Array, Array]:
    """Algorithm 1 of Kingma & Ba 2015 at step t = 1, 2, ... Returns (w, m, v)."""
    grad = np.asarray(grad, dtype=float)
    m = beta1 * np.asarray(m) + (1 - beta1) * grad
    v = beta2 * np.asarray(v) + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


# %% q3
def batchnorm_forward(
    x: Array,
    gamma: Array,
    beta: Array,
    running_mean: Array,
    running_var: Array,
    momentum: float = 0.1,
    eps: float = 1e-5,
    train: bool = True,
) -> tuple[Array, dict[str, Any], Array, Array]:
    """Algorithm 1 of Ioffe & Szegedy 2015. Returns (out, cache, running_mean, running_var)."""
    x = np.asarray(x, dtype=float)
    num_examples = x.shape[0]
    if num_examples == 0:
        raise ValueError("the batch is empty")
    mean, var = running_mean, running_var
    if train:
        mean, var = x.mean(axis=0), x.var(axis=0)
        unbiased = var * num_examples / (num_examples - 1)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * unbiased
    cache = {"x": x, "gamma": gamma, "mean": mean, "var": var, "eps": eps, "train": train}
    return gamma * _normalised(cache) + beta, cache, running_mean, running_var


def _normalised(cache: dict[str, Any]) -> Array:
    """x_hat = (x - mean) / sqrt(var + eps), with the statistics that the forward pass used."""
    return (cache["x"] - cache["mean"]) / np.sqrt(cache["var"] + cache["eps"])


# %% q4
def batchnorm_backward(dout: Array, cache: dict[str, Any]) -> tuple[Array, Array, Array]:
    """Gradients of a loss by those of the output. Returns (dx, dgamma, dbeta).

    In training mean and variance depend on x: dx loses its part along 1 and its part along x_hat.
    """
    x_hat = _normalised(cache)
    dx_hat = dout * cache["gamma"]
    if cache["train"]:
        dx_hat = dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)
    dx = dx_hat / np.sqrt(cache["var"] + cache["eps"])
    return dx, (dout * x_hat).sum(axis=0), np.sum(dout, axis=0)


# %% q5
def nesterov_step(w: Array, grad: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """v = mu v + grad, then w = w - lr (grad + mu v) with the new v. Returns (w, v)."""
    grad = np.asarray(grad)
    v = mu * np.asarray(v) + grad
    return w - lr * (grad + mu * v), v


def rmsprop_step(
    w: Array, grad: Array, s: Array, lr: float, beta: float = 0.9, eps: float = 1e-8
) -> tuple[Array, Array]:
    """S = beta s + (1 - beta) grad^2, then w = w - lr grad / (sqrt(s) + eps). Returns (w, s)."""
    grad = np.asarray(grad, dtype=float)
    s = beta * np.asarray(s) + (1 - beta) * grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


def adagrad_step(
    w: Array, grad: Array, s: Array, lr: float, eps: float = 1e-8
) -> tuple[Array, Array]:
    """S = s + grad^2, then w = w - lr grad / (sqrt(s) + eps). Returns (w, s)."""
    grad = np.asarray(grad, dtype=float)
    s = s + grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


# %% q6
def warmup_cosine(t: float, total: int, lr: float, warmup: int = 0, lr_min: float = 0.0) -> float:
    """The learning rate of step t = 0, ..., total - 1: a linear rise, then half a cosine."""
    if t < warmup:
        return float(lr * (t + 1) / warmup)
    steps = max(total - 1 - warmup, 1)  # a cosine of one step alone stays at lr
    return float(lr_min + (lr - lr_min) * (1 + np.cos(np.pi * (t - warmup) / steps)) / 2)


def step_decay(t: float, lr: float, factor: float, every: int) -> float:
    """The learning rate of step t: multiplied by factor after every `every` steps."""
    return float(lr * factor ** (t // every))
