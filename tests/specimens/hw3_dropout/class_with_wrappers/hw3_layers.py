#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""
HW3 - object oriented.  Layers with forward/backward, thin functions around them at the end.
"""
from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import numpy as np


class Layer(ABC):
    @abstractmethod
    def forward(self, x): ...

    @abstractmethod
    def backward(self, grad): ...


@dataclass
class Dropout(Layer):
    p: float
    inverted: bool = True
    mask: np.ndarray | None = field(default=None, repr=False)

    def __post_init__(self):
        if self.p < 0.0 or self.p > 1.0:
            raise ValueError("dropout probability has to be between 0 and 1")

    @property
    def keep(self):
        return 1.0 - self.p

    @property
    def gain(self):
        if not self.inverted:
            return 1.0
        return 1.0 / self.keep if self.keep > 0 else 0.0

    def sample(self, shape, rng):
        self.mask = np.greater_equal(rng.random(size=shape), self.p).astype(np.float64)
        return self

    def forward(self, x):
        if self.mask is None:
            return np.array(x, dtype=np.float64) * (1.0 if self.inverted else self.keep)
        return x * self.mask * self.gain

    def backward(self, grad):
        return self.forward(grad)


class Linear(Layer):
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x @ self.W.T + self.b

    def backward(self, grad):
        self.dW, self.db = grad.T @ self.x, grad.sum(axis=0)
        return grad @ self.W


class ReLU(Layer):
    def forward(self, x):
        self.on = x > 0
        return np.where(self.on, x, 0.0)

    def backward(self, grad):
        return np.where(self.on, grad, 0.0)


class CrossEntropy(Layer):
    def __init__(self, Y):
        self.Y = Y

    def forward(self, o):
        n, q = o.shape
        self.target = self.Y if self.Y.ndim > 1 else np.eye(q)[self.Y]
        top = o.max(axis=1, keepdims=True)
        self.logp = o - top - np.log(np.exp(o - top).sum(axis=1, keepdims=True))
        return float(-np.sum(self.target * self.logp) / n)

    def backward(self, grad=1.0):
        return grad * (np.exp(self.logp) - self.target) / len(self.logp)


class Network:
    def __init__(self, W1, b1, W2, b2, p, mask):
        self.fc1, self.relu = Linear(W1, b1), ReLU()
        self.drop = Dropout(p, mask=None if mask is None else np.asarray(mask, dtype=float))
        self.fc2 = Linear(W2, b2)

    def logits(self, X):
        self.z = self.fc1.forward(X)
        self.h = self.relu.forward(self.z)
        self.h_dropped = self.drop.forward(self.h)
        self.o = self.fc2.forward(self.h_dropped)
        return self.o


# ---- functions of the assignment --------------------------------------------------------------
def dropout_forward(h, p, rng, train=True):
    layer = Dropout(p)
    if train:
        layer.sample(np.shape(h), rng)
    return layer.forward(h), layer.mask


def dropout_backward(dout, mask, p):
    return Dropout(p, mask=mask).backward(dout)


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    if len(X) == 0:
        raise ValueError("batch without examples")
    net = Network(W1, b1, W2, b2, p, mask)
    L = CrossEntropy(Y).forward(net.logits(X))
    cache = {"X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask}
    return cache | {"z": net.z, "h": net.h, "h_dropped": net.h_dropped, "o": net.o, "L": L}


def mlp_dropout_backward(cache):
    names = "W1 b1 W2 b2 p mask".split()
    net = Network(*(cache[n] for n in names))
    loss = CrossEntropy(cache["Y"])
    loss.forward(net.logits(cache["X"]))
    grad = loss.backward()
    for layer in (net.fc2, net.drop, net.relu, net.fc1):
        grad = layer.backward(grad)
    return {"dL_dW1": net.fc1.dW, "dL_db1": net.fc1.db, "dL_dW2": net.fc2.dW, "dL_db2": net.fc2.db}


def standard_dropout_forward(h, p, rng, train=True):
    layer = Dropout(p, inverted=False)
    if train:
        layer.sample(h.shape, rng)
    return layer.forward(h), layer.mask


def spatial_dropout_forward(h, p, rng, train=True):
    layer = Dropout(p)
    if train:
        layer.sample((*h.shape[:2], 1, 1), rng)
        layer.mask = np.tile(layer.mask, (1, 1, *h.shape[2:]))
    return layer.forward(h), layer.mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    net = Network(W1, b1, W2, b2, p, None)
    outputs = []
    for _ in range(num_samples):
        net.drop.sample((len(X), len(b1)), rng)
        o = net.logits(X)
        e = np.exp(o - o.max(axis=1, keepdims=True))
        outputs.append(e / e.sum(axis=1, keepdims=True))
    return np.mean(outputs, axis=0), np.std(outputs, axis=0)


class EarlyStopper:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.best_epoch, self.counter = np.inf, -1, 0

    def __call__(self, epoch, loss):
        if self.best - loss > self.min_delta:
            self.best, self.best_epoch, self.counter = loss, epoch, 0
        else:
            self.counter += 1
        return self.counter >= self.patience


def early_stopping(losses, patience, min_delta=0.0):
    stopper = EarlyStopper(patience, min_delta)
    for epoch, loss in enumerate(losses):
        if stopper(epoch, loss):
            break
    return epoch, stopper.best_epoch
