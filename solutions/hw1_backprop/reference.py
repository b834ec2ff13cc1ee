"""The truth for hw1_backprop: PyTorch in float64, every gradient by autograd.

NumPy arrays go in and come out, so that a hidden test can compare a student's value directly.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F
from torch.optim.sgd import sgd

Array = np.ndarray
Tensor = torch.Tensor

ACTIVATIONS = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}


def _tensor(value: Any, *, grad: bool = False) -> Tensor:
    return torch.tensor(np.array(value, dtype=np.float64), requires_grad=grad)


def _derivative(function: Callable[[Tensor], Tensor], x: Array) -> Array:
    """Elementwise derivative of an elementwise function."""
    leaf = _tensor(x, grad=True)
    return torch.autograd.grad(function(leaf).sum(), leaf)[0].numpy()


# --- q1 ---
def computational_graph(x: float, y: float, z: float) -> dict[str, float]:
    leaves = [_tensor(value, grad=True) for value in (x, y, z)]
    f = (leaves[0] + leaves[1]) * leaves[2]
    grads = torch.autograd.grad(f, leaves)
    return {"f": f.item()} | {f"df_d{k}": g.item() for k, g in zip("xyz", grads, strict=True)}


# --- q2 ---
def sigmoid(x: Array) -> Array:
    return torch.sigmoid(_tensor(x)).numpy()


def sigmoid_grad(x: Array) -> Array:
    return _derivative(torch.sigmoid, x)


def relu(x: Array) -> Array:
    return torch.relu(_tensor(x)).numpy()


def relu_grad(x: Array) -> Array:
    return _derivative(torch.relu, x)


def tanh_grad(x: Array) -> Array:
    return _derivative(torch.tanh, x)


# --- q3 ---
def softmax(o: Array) -> Array:
    return torch.softmax(_tensor(o), dim=-1).numpy()


def _refuse_empty(o: Tensor) -> None:
    if o.numel() == 0:
        raise ValueError("the batch is empty")


def _cross_entropy(o: Tensor, y: Array) -> Tensor:
    _refuse_empty(o)
    one_hot = np.ndim(y) == o.ndim
    target = _tensor(y) if one_hot else torch.tensor(np.array(y, dtype=np.int64))
    return F.cross_entropy(o, target)


def _squared_loss(o: Tensor, y: Array) -> Tensor:
    _refuse_empty(o)
    num_examples = o.shape[0] if o.ndim == 2 else 1
    return 0.5 * F.mse_loss(o, _tensor(y).reshape(o.shape), reduction="sum") / num_examples


LOSSES = {"squared": _squared_loss, "cross_entropy": _cross_entropy}


def _loss_grad(loss: str, o: Array, y: Array) -> Array:
    leaf = _tensor(o, grad=True)
    return torch.autograd.grad(LOSSES[loss](leaf, y), leaf)[0].numpy()


def cross_entropy(o: Array, y: Array) -> float:
    return _cross_entropy(_tensor(o), y).item()


def cross_entropy_grad(o: Array, y: Array) -> Array:
    return _loss_grad("cross_entropy", o, y)


def squared_loss(o: Array, y: Array) -> float:
    return _squared_loss(_tensor(o), y).item()


def squared_loss_grad(o: Array, y: Array) -> Array:
    return _loss_grad("squared", o, y)


def _l2_penalty(W1: Tensor, W2: Tensor, lambd: float) -> Tensor:
    return lambd / 2 * (W1.square().sum() + W2.square().sum())


def l2_penalty(W1: Array, W2: Array, lambd: float) -> float:
    return _l2_penalty(_tensor(W1), _tensor(W2), lambd).item()


# --- q4 to q6 ---
def _graph(cache: dict[str, Any]) -> dict[str, Tensor]:
    """The network of 5.3.1 to 5.3.6 on the inputs in `cache`, as live tensors of one graph."""
    leaf = {k: _tensor(cache[k], grad=True) for k in ("W1", "W2")}
    for k in ("b1", "b2"):
        leaf[k] = None if cache[k] is None else _tensor(cache[k], grad=True)
    z = F.linear(_tensor(cache["x"]), leaf["W1"], leaf["b1"])
    h = ACTIVATIONS[cache["activation"]](z)
    o = F.linear(h, leaf["W2"], leaf["b2"])
    L = LOSSES[cache["loss"]](o, cache["y"])
    s = _l2_penalty(leaf["W1"], leaf["W2"], cache["lambd"])
    return leaf | {"z": z, "h": h, "o": o, "L": L, "s": s, "J": L + s}


def mlp_forward_batch(
    X: Array,
    Y: Array,
    W1: Array,
    W2: Array,
    lambd: float,
    activation: str,
    loss: str,
    b1: Array | None = None,
    b2: Array | None = None,
) -> dict[str, Any]:
    cache = {"x": X, "y": Y, "W1": W1, "W2": W2, "lambd": lambd, "activation": activation}
    cache |= {"loss": loss, "b1": b1, "b2": b2}
    graph = _graph(cache)
    values = {k: graph[k].detach().numpy() for k in ("z", "h", "o")}
    values |= {k: graph[k].item() for k in ("L", "s", "J")}
    return {"x": X, "y": Y} | values | cache


def mlp_backward_batch(cache: dict[str, Any]) -> dict[str, Array]:
    graph = _graph(cache)
    names = ["o", "W2", "h", "z", "W1"] + [b for b in ("b1", "b2") if graph[b] is not None]
    grads = torch.autograd.grad(graph["J"], [graph[name] for name in names])
    return {f"dJ_d{name}": g.numpy() for name, g in zip(names, grads, strict=True)}


def mlp_forward(
    x: Array,
    y: Array,
    W1: Array,
    W2: Array,
    lambd: float,
    activation: str,
    loss: str,
    b1: Array | None = None,
    b2: Array | None = None,
) -> dict[str, Any]:
    """F.linear, the losses and autograd take one example (d,) as readily as a minibatch (B, d)."""
    return mlp_forward_batch(x, y, W1, W2, lambd, activation, loss, b1, b2)


def mlp_backward(cache: dict[str, Any]) -> dict[str, Array]:
    return mlp_backward_batch(cache)


# Each gradient by the step before it: (the node differentiated, the node whose gradient is given).
BACKWARD_STEPS = {
    "dJ_dW2": ("W2", "o"),
    "dJ_dh": ("h", "o"),
    "dJ_dz": ("z", "h"),
    "dJ_dW1": ("W1", "z"),
    "dJ_db2": ("b2", "o"),
    "dJ_db1": ("b1", "z"),
}


def backward_step(cache: dict[str, Any], grads: dict[str, Array], name: str) -> Array:
    """Gradient `name` by the chain rule from the gradient before it, as given in `grads`."""
    graph = _graph(cache)
    node, upstream = BACKWARD_STEPS[name]
    given = _tensor(grads[f"dJ_d{upstream}"])
    (gradient,) = torch.autograd.grad(graph[upstream], graph[node], given, retain_graph=True)
    if node in ("W1", "W2"):
        gradient = gradient + torch.autograd.grad(graph["s"], graph[node])[0]
    return gradient.numpy()


def forward_step(cache: dict[str, Any], name: str) -> Array | float:
    """Quantity `name` of the forward pass from the quantity before it, as given in `cache`."""
    if name == "h":
        return ACTIVATIONS[cache["activation"]](_tensor(cache["z"])).numpy()
    if name == "o":
        bias = None if cache["b2"] is None else _tensor(cache["b2"])
        return F.linear(_tensor(cache["h"]), _tensor(cache["W2"]), bias).numpy()
    if name == "L":
        return LOSSES[cache["loss"]](_tensor(cache["o"]), cache["y"]).item()
    if name == "J":
        return cache["L"] + cache["s"]
    raise KeyError(name)


# --- q7 ---
def numerical_gradient(f: Callable[[Any], Any], x: Array, eps: float = 1e-5) -> Array:  # noqa: ARG001 - exact
    """The exact gradient by autograd: `f` uses only what arrays and tensors have in common."""
    leaf = _tensor(x, grad=True)
    return torch.autograd.grad(f(leaf), leaf)[0].numpy()


def relative_error(a: Array, b: Array) -> float:
    a, b = _tensor(a), _tensor(b)
    scale = torch.linalg.norm(a) + torch.linalg.norm(b)
    return (torch.linalg.norm(a - b) / scale).item() if scale > 0 else 0.0


# --- q8 ---
def _sgd_step(
    parameters: list[Tensor], grads: list[Tensor], lr: float, weight_decay: float
) -> None:
    """One step of torch.optim.SGD, in place.

    The functional form: the class imports torch's compiler, which takes most of a second.
    """
    settings = {"momentum": 0.0, "dampening": 0.0, "nesterov": False, "maximize": False}
    buffers: list[Tensor | None] = [None] * len(parameters)
    sgd(parameters, grads, buffers, foreach=False, lr=lr, weight_decay=weight_decay, **settings)


def sgd_weight_decay(w: Array, grad: Array, lr: float, lambd: float) -> Array:
    parameter = _tensor(w)
    _sgd_step([parameter], [_tensor(grad)], lr, lambd)
    return parameter.numpy()


def train_mlp(
    W1: Array,
    W2: Array,
    X: Array,
    Y: Array,
    lambd: float,
    lr: float,
    steps: int,
    activation: str,
    loss: str,
) -> tuple[Array, Array]:
    """SGD on L; its weight decay is the gradient of the penalty s."""
    parameters, inputs = [_tensor(W1), _tensor(W2)], _tensor(X)
    for _ in range(steps):
        W = [parameter.detach().requires_grad_() for parameter in parameters]
        h = ACTIVATIONS[activation](F.linear(inputs, W[0]))
        grads = torch.autograd.grad(LOSSES[loss](F.linear(h, W[1]), Y), W)
        _sgd_step(parameters, list(grads), lr, lambd)
    return parameters[0].numpy(), parameters[1].numpy()


def mlp_sgd_step(
    W1: Array, W2: Array, X: Array, Y: Array, lambd: float, lr: float, activation: str, loss: str
) -> tuple[Array, Array]:
    return train_mlp(W1, W2, X, Y, lambd, lr, 1, activation, loss)
