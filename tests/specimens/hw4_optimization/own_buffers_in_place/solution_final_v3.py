import numpy as np


def momentum_step(w, grad, v, lr, mu):
    w = np.array(w, dtype=float)
    v = np.array(v, dtype=float)
    v *= mu
    v += grad
    w -= lr * v
    return w, v


def adam_step(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m, v = w.astype(float), m.astype(float), v.astype(float)   # astype copies
    m *= beta1
    m += (1 - beta1) * grad
    v *= beta2
    v += (1 - beta2) * grad * grad
    step = np.sqrt(v)
    step /= np.sqrt(1 - beta2 ** t)
    step += eps
    np.divide(m, step, out=step)
    step *= lr / (1 - beta1 ** t)
    w -= step
    return w, m, v


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    if x.size == 0:
        raise ValueError("x is empty")
    buffer = x.astype(float)
    rm, rv = running_mean.astype(float), running_var.astype(float)
    if train:
        mean = buffer.mean(axis=0)
        buffer -= mean
        var = (buffer ** 2).mean(axis=0)
        rm *= 1 - momentum
        rm += momentum * mean
        rv *= 1 - momentum
        rv += momentum * var * len(x) / (len(x) - 1)
    else:
        buffer -= rm
        var = rv.copy()
    var += eps
    np.sqrt(var, out=var)
    buffer /= var
    cache = {"normed": buffer.copy(), "divisor": var, "gamma": gamma.copy(), "mode": "train" if train else "test"}
    buffer *= gamma
    buffer += beta
    return buffer, cache, rm, rv


def batchnorm_backward(dout, cache):
    dx = dout * cache["gamma"]
    n = cache["normed"]
    if cache["mode"] == "train":
        a, b = dx.mean(axis=0), (dx * n).mean(axis=0)
        dx -= a
        dx -= n * b
    dx /= cache["divisor"]
    return dx, np.multiply(dout, n).sum(axis=0), dout.sum(axis=0)
