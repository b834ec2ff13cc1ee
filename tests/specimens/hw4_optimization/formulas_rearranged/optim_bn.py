# -*- coding: utf-8 -*-
"""The efficient order of the Adam paper; batch norm by the chain of the paper with einsum."""
import numpy as np


def momentum_step(w, grad, v, lr, mu):
    # same thing with the old v: w - lr * mu * v - lr * grad
    return w - lr * mu * v - lr * grad, grad + mu * v


def adam_step(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (np.square(grad) - v)
    root = np.sqrt(1 - beta2**t)
    alpha_t = lr * root / (1 - beta1**t)
    eps_hat = eps * root
    return w - alpha_t * m / (np.sqrt(v) + eps_hat), m, v


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    x = np.asarray(x, dtype=np.float64)
    n, _ = x.shape
    if not n:
        raise ValueError("batch without examples")
    if train:
        mu = np.einsum("ij->j", x) / n
        xmu = x - mu
        var = np.einsum("ij,ij->j", xmu, xmu) / n
        stats = mu, var * n / (n - 1)
        running = [old * (1 - momentum) + momentum * new for old, new in zip((running_mean, running_var), stats)]
    else:
        xmu, var, running = x - running_mean, running_var, (running_mean, running_var)
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    gammax = gamma * xhat
    cache = (xhat, gamma, xmu, ivar, sqrtvar, var, eps, None if train else "eval")
    return gammax + beta, cache, *running


def batchnorm_backward(dout, cache):
    xhat, gamma, xmu, ivar, sqrtvar, var, eps, mode = cache
    n, d = dout.shape
    dbeta = np.einsum("ij->j", dout)
    dgamma = np.einsum("ij,ij->j", dout, xhat)
    dxhat = dout * gamma
    if mode == "eval":
        return dxhat * ivar, dgamma, dbeta
    # one node of the graph after the other
    divar = np.einsum("ij,ij->j", dxhat, xmu)
    dxmu1 = dxhat * ivar
    dsqrtvar = -1.0 / (sqrtvar**2) * divar
    dvar = 0.5 * dsqrtvar / np.sqrt(var + eps)
    dsq = dvar / n * np.ones((n, d))
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -dx1.sum(axis=0)
    return dx1 + dmu / n, dgamma, dbeta


def nesterov_step(w, grad, v, lr, mu):
    # the difference of two look-aheads
    v_new = mu * v + grad
    return w - lr * (1 + mu) * v_new + lr * mu * v, v_new


def _scaled(w, grad, s, lr, eps):
    return np.subtract(w, np.divide(lr, eps + np.sqrt(s)) * grad), s


def rmsprop_step(w, grad, s, lr, beta=0.9, eps=1e-8):
    return _scaled(w, grad, s + (1 - beta) * (np.square(grad) - s), lr, eps)


def adagrad_step(w, grad, s, lr, eps=1e-8):
    return _scaled(w, grad, np.hypot(np.sqrt(s), grad) ** 2, lr, eps)


def warmup_cosine(t, total, lr, warmup=0, lr_min=0.0):
    xs, ys = np.arange(warmup + 1), np.arange(warmup + 1) / max(warmup, 1) * lr
    if t <= warmup - 1:
        return np.interp(t + 1, xs, ys)
    if total - warmup == 1:
        return lr
    c = np.cos(0.5 * np.pi * (t - warmup) / (total - warmup - 1))
    return c * c * lr + (1 - c * c) * lr_min


def step_decay(t, lr, factor, every):
    return np.exp(np.log(lr) + np.floor(t / every) * np.log(factor))
