import math

import numpy as np


def _average(old, new, keep):
    return keep * np.asarray(old, dtype=float) + (1 - keep) * np.asarray(new, dtype=float)


def _scaled(grad, square, lr, eps):
    return lr * np.asarray(grad, dtype=float) / (np.sqrt(square) + eps)


def momentum_step(w, grad, v, lr, mu):
    velocity = np.multiply(mu, v) + grad
    return np.subtract(w, lr * velocity), velocity


def adam_step(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    first = _average(m, grad, beta1)
    second = _average(v, np.square(grad), beta2)
    alpha = lr / (1 - beta1**t)
    root = np.sqrt(second) / math.sqrt(1 - beta2**t)
    return w - alpha * first / (root + eps), first, second


class Kept:
    def __init__(self, train, xhat, inv, gamma):
        self.train = train
        self.xhat = xhat
        self.inv = inv
        self.gamma = gamma


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True
):
    x = np.asarray(x, dtype=float)
    B = x.shape[0]
    if B == 0:
        raise ValueError("empty batch")
    rm, rv = np.array(running_mean, dtype=float), np.array(running_var, dtype=float)
    if train:
        mean = np.sum(x, axis=0) / B
        var = np.sum((x - mean) ** 2, axis=0) / B
        rm += momentum * (mean - rm)
        rv += momentum * (var * B / (B - 1) - rv)
    else:
        mean, var = rm, rv
    inv = 1 / np.sqrt(var + eps)
    xhat = (x - mean) * inv
    return gamma * xhat + beta, Kept(train, xhat, inv, gamma), rm, rv


def batchnorm_backward(dout, cache):
    xhat, scale = cache.xhat, cache.gamma * cache.inv
    dgamma = np.einsum("ij,ij->j", dout, xhat)
    dbeta = np.sum(dout, axis=0)
    if not cache.train:
        return scale * dout, dgamma, dbeta
    B = len(dout)
    dx = scale * (dout - dbeta / B - xhat * dgamma / B)
    return dx, dgamma, dbeta


def nesterov_step(w, grad, v, lr, mu):
    velocity = np.multiply(mu, v) + grad
    look = np.multiply(mu, velocity) + grad
    return np.subtract(w, lr * look), velocity


def rmsprop_step(w, grad, s, lr, beta=0.9, eps=1e-8):
    s_next = _average(s, np.square(grad), beta)
    return w - _scaled(grad, s_next, lr, eps), s_next


def adagrad_step(w, grad, s, lr, eps=1e-8):
    s_next = np.add(s, np.square(grad))
    return w - _scaled(grad, s_next, lr, eps), s_next


def warmup_cosine(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    steps = total - 1 - warmup
    tau = (t - warmup) / steps if steps > 0 else 0.0
    mix = math.cos(math.pi * tau / 2) ** 2
    return lr * mix + lr_min * (1 - mix)


def step_decay(t, lr, factor, every):
    rate = lr
    passed = every
    while passed <= t:
        rate *= factor
        passed += every
    return float(rate)
