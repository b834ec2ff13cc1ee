"""The truth for hw3_dropout: PyTorch's own dropout, cross-entropy and autograd, in float64.

NumPy arrays go in and come out, so that a hidden test can compare a student's value directly.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

Array = np.ndarray
Tensor = torch.Tensor
Generator = np.random.Generator


def _tensor(value: Any) -> Tensor:
    return torch.tensor(np.array(value, dtype=np.float64))


def _mask(dropout: Callable[..., Tensor], shape: Sequence[int], p: float, rng: Generator) -> Tensor:
    """What PyTorch's `dropout` leaves of ones, as zeros and ones; its draws follow from rng."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(int(rng.integers(1 << 62)))
        return (dropout(torch.ones(tuple(shape)), p) > 0).double()


def _dropped(h: Tensor, mask: Tensor, p: float) -> Tensor:
    """F.dropout's law for a given mask: (5.6.1), and nothing at p = 1."""
    return 0 * h if p == 1 else h * mask / (1 - p)


# --- q1 ---
def dropout_forward(
    h: Array, p: float, rng: Generator, train: bool = True
) -> tuple[Array, Array | None]:
    if not train:
        return F.dropout(_tensor(h), p, training=False).numpy(), None
    mask = _mask(F.dropout, np.shape(h), p, rng)
    return _dropped(_tensor(h), mask, p).numpy(), mask.numpy()


# --- q2 ---
def dropout_backward(dout: Array, mask: Array | None, p: float) -> Array:
    h = torch.zeros(np.shape(dout), dtype=torch.float64, requires_grad=True)
    out = h.clone() if mask is None else _dropped(h, _tensor(mask), p)
    return torch.autograd.grad(out, h, _tensor(dout))[0].numpy()


# --- q3 ---
def _loss(o: Tensor, Y: Array) -> Tensor:
    target = _tensor(Y) if np.ndim(Y) == 2 else torch.tensor(np.array(Y, dtype=np.int64))
    return F.cross_entropy(o, target)


def _hidden(h: Tensor, p: float, mask: Array | None) -> Tensor:
    return h if mask is None else _dropped(h, _tensor(mask), p)


def mlp_dropout_forward(
    X: Array, Y: Array, W1: Array, b1: Array, W2: Array, b2: Array, p: float, mask: Array | None
) -> dict[str, Any]:
    if len(X) == 0:
        raise ValueError("the batch is empty")
    z = F.linear(_tensor(X), _tensor(W1), _tensor(b1))
    h = torch.relu(z)
    h_dropped = _hidden(h, p, mask)
    o = F.linear(h_dropped, _tensor(W2), _tensor(b2))
    inputs = {"X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask}
    values = {"z": z, "h": h, "h_dropped": h_dropped, "o": o}
    return inputs | {k: t.numpy() for k, t in values.items()} | {"L": _loss(o, Y).item()}


def forward_step(cache: dict[str, Any], key: str) -> Any:
    """Quantity `key` of a forward pass from the quantities before it in `cache`."""
    weights = {k: _tensor(cache[k]) for k in ("W2", "b2")}
    steps = {
        "h": lambda: torch.relu(_tensor(cache["z"])),
        "h_dropped": lambda: _hidden(_tensor(cache["h"]), cache["p"], cache["mask"]),
        "o": lambda: F.linear(_tensor(cache["h_dropped"]), weights["W2"], weights["b2"]),
        "L": lambda: _loss(_tensor(cache["o"]), cache["Y"]),
    }
    found = steps[key]().numpy()
    return found if found.ndim else float(found)


def mlp_dropout_backward(cache: dict[str, Any]) -> dict[str, Array]:
    names = ("W1", "b1", "W2", "b2")
    W1, b1, W2, b2 = leaves = [_tensor(cache[name]).requires_grad_() for name in names]
    h_dropped = _hidden(
        torch.relu(F.linear(_tensor(cache["X"]), W1, b1)), cache["p"], cache["mask"]
    )
    L = _loss(F.linear(h_dropped, W2, b2), cache["Y"])
    found = torch.autograd.grad(L, leaves)
    return {f"dL_d{name}": grad.numpy() for name, grad in zip(names, found, strict=True)}


# --- q4 ---
def standard_dropout_forward(
    h: Array, p: float, rng: Generator, train: bool = True
) -> tuple[Array, Array | None]:
    if not train:
        return (_tensor(h) * (1 - p)).numpy(), None
    mask = _mask(F.dropout, np.shape(h), p, rng)
    return (_tensor(h) * mask).numpy(), mask.numpy()


def spatial_dropout_forward(
    h: Array, p: float, rng: Generator, train: bool = True
) -> tuple[Array, Array | None]:
    if not train:
        return F.dropout2d(_tensor(h), p, training=False).numpy(), None
    mask = _mask(F.dropout2d, np.shape(h), p, rng)
    return _dropped(_tensor(h), mask, p).numpy(), mask.numpy()


# --- q5 ---
def mc_dropout_predict(
    X: Array,
    W1: Array,
    b1: Array,
    W2: Array,
    b2: Array,
    p: float,
    rng: Generator,
    num_samples: int,
) -> tuple[Array, Array]:
    h = torch.relu(F.linear(_tensor(X), _tensor(W1), _tensor(b1)))
    h = h.expand(num_samples, *h.shape)
    h_dropped = _dropped(h, _mask(F.dropout, h.shape, p, rng), p)
    outputs = torch.softmax(F.linear(h_dropped, _tensor(W2), _tensor(b2)), dim=-1)
    std, mean = torch.std_mean(outputs, dim=0, correction=0)
    return mean.numpy(), std.numpy()


# --- q6 ---
def early_stopping(
    losses: Sequence[float], patience: int, min_delta: float = 0.0
) -> tuple[int, int]:
    """As torch's ReduceLROnPlateau in absolute mode counts: misses in a row since the best."""
    best, best_epoch, misses = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        is_better = loss < best - min_delta
        misses = 0 if is_better else misses + 1
        if is_better:
            best, best_epoch = loss, epoch
        if misses == patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch
