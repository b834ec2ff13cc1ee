"""The truth for hw4_optimization: PyTorch's own optimisers and batch normalization, in float64.

NumPy arrays go in and come out, so that a hidden test can compare a student's value directly.
"""

from typing import Any

import numpy as np
import torch
from torch.nn import functional as F
from torch.optim.adam import adam
from torch.optim.sgd import sgd

Array = np.ndarray
Tensor = torch.Tensor


def _tensor(value: Any) -> Tensor:
    return torch.tensor(np.array(value, dtype=np.float64))


# The functional optimisers: their classes import torch's compiler, which takes most of a second.
# --- q1 ---
def momentum_step(w: Array, grad: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """One step of torch.optim.SGD(momentum=mu), which without momentum keeps no velocity."""
    parameter, buffer = _tensor(w), _tensor(v if mu else grad)
    settings = {"weight_decay": 0.0, "dampening": 0.0, "nesterov": False, "maximize": False}
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
