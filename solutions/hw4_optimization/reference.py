"""The truth for hw4_optimization: PyTorch's own optimisers and batch normalization, in float64.

NumPy arrays go in and come out, so that a hidden test can compare a student's value directly.
"""

from typing import Any

import numpy as np
import torch
from torch.nn import functional as F
from torch.optim.adagrad import adagrad
from torch.optim.adam import adam
from torch.optim.rmsprop import rmsprop
from torch.optim.sgd import sgd

Array = np.ndarray
Tensor = torch.Tensor


def _tensor(value: Any) -> Tensor:
    return torch.tensor(np.array(value, dtype=np.float64))


# The functional optimisers: their classes import torch's compiler, which takes most of a second.
# --- q1 ---
def momentum_step(w: Array, grad: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """One step of torch.optim.SGD(momentum=mu)."""
    return _sgd(w, grad, v, lr, mu, nesterov=False)


def _sgd(
    w: Array, grad: Array, v: Array, lr: float, mu: float, *, nesterov: bool
) -> tuple[Array, Array]:
    """One step of torch.optim.SGD, which without momentum keeps no velocity."""
    parameter, buffer = _tensor(w), _tensor(v if mu else grad)
    settings = {"weight_decay": 0.0, "dampening": 0.0, "nesterov": nesterov, "maximize": False}
    sgd([parameter], [_tensor(grad)], [buffer], foreach=False, lr=lr, momentum=mu, **settings)
    return parameter.numpy(), buffer.numpy()


# --- q2 ---
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
    """Step number t of torch.optim.Adam, which has made t - 1 steps before it."""
    state = [_tensor(value) for value in (w, grad, m, v)]
    steps = torch.tensor(float(t - 1))
    settings = {"amsgrad": False, "weight_decay": 0.0, "maximize": False, "foreach": False}
    betas = {"beta1": beta1, "beta2": beta2}
    adam(*[[tensor] for tensor in state], [], [steps], lr=lr, eps=eps, **betas, **settings)
    return state[0].numpy(), state[2].numpy(), state[3].numpy()


# --- q3 ---
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
    """F.batch_norm; the cache has the keys of the model solution's, so that either can be used."""
    X, mean, var = _tensor(x), _tensor(running_mean), _tensor(running_var)
    out = F.batch_norm(X, mean, var, _tensor(gamma), _tensor(beta), train, momentum, eps)
    used = torch.var_mean(X, dim=0, correction=0) if train else (var, mean)
    cache = {"x": X.numpy(), "gamma": gamma, "mean": used[1].numpy(), "var": used[0].numpy()}
    return out.numpy(), cache | {"eps": eps, "train": train}, mean.numpy(), var.numpy()


# --- q4 ---
def batchnorm_backward(dout: Array, cache: dict[str, Any]) -> tuple[Array, Array, Array]:
    """Autograd through F.batch_norm on the inputs in `cache`."""
    x, gamma = (_tensor(cache[key]).requires_grad_() for key in ("x", "gamma"))
    beta = torch.zeros_like(gamma, requires_grad=True)
    running = (None, None) if cache["train"] else (_tensor(cache["mean"]), _tensor(cache["var"]))
    out = F.batch_norm(x, *running, gamma, beta, training=cache["train"], eps=cache["eps"])
    dx, dgamma, dbeta = torch.autograd.grad(out, (x, gamma, beta), _tensor(dout))
    return dx.numpy(), dgamma.numpy(), dbeta.numpy()


# --- q5 ---
def nesterov_step(w: Array, grad: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """One step of torch.optim.SGD(momentum=mu, nesterov=True)."""
    return _sgd(w, grad, v, lr, mu, nesterov=True)


def rmsprop_step(
    w: Array, grad: Array, s: Array, lr: float, beta: float = 0.9, eps: float = 1e-8
) -> tuple[Array, Array]:
    """One step of torch.optim.RMSprop(alpha=beta)."""
    parameter, average = _tensor(w), _tensor(s)
    settings = {"weight_decay": 0.0, "momentum": 0.0, "centered": False, "foreach": False}
    lists = [parameter], [_tensor(grad)], [average], [], [], [torch.tensor(0.0)]
    rmsprop(*lists, lr=lr, alpha=beta, eps=eps, **settings)
    return parameter.numpy(), average.numpy()


def adagrad_step(
    w: Array, grad: Array, s: Array, lr: float, eps: float = 1e-8
) -> tuple[Array, Array]:
    """One step of torch.optim.Adagrad without its decay of the learning rate."""
    parameter, total = _tensor(w), _tensor(s)
    settings = {"weight_decay": 0.0, "lr_decay": 0.0, "maximize": False, "foreach": False}
    lists = [parameter], [_tensor(grad)], [total], [torch.tensor(0.0)]
    adagrad(*lists, lr=lr, eps=eps, **settings)
    return parameter.numpy(), total.numpy()


# --- q6: in closed form; torch.optim.lr_scheduler multiplies from step to step ---
def warmup_cosine(t: float, total: int, lr: float, warmup: int = 0, lr_min: float = 0.0) -> float:
    """The rate of step t, interpolated on the ramp and by the angle of the cosine."""
    if t < warmup:
        return _tensor(lr).mul(_tensor(t) + 1).div(warmup).item()
    if total - 1 == warmup:
        return float(lr)
    angle = torch.pi * (_tensor(t) - warmup) / (total - 1 - warmup)
    return torch.lerp(_tensor(lr_min), _tensor(lr), torch.cos(angle / 2) ** 2).item()


def step_decay(t: float, lr: float, factor: float, every: int) -> float:
    """The rate of step t, by the number of whole periods before it."""
    periods = torch.floor(_tensor(t) / every)
    return (_tensor(lr) * torch.pow(_tensor(factor), periods)).item()
