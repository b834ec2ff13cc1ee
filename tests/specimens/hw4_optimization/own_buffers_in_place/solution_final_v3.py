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


def nesterov_step(w, grad, v, lr, mu):
    w, v = np.array(w, dtype=float), np.array(v, dtype=float)
    v *= mu
    v += grad
    w -= lr * grad
    w -= lr * mu * v
    return w, v


def _divide(w, grad, s, lr, eps):
    w = np.array(w, dtype=float)
    root = np.sqrt(s)
    root += eps
    step = np.array(grad, dtype=float)
    step /= root
    step *= lr
    w -= step
    return w, s


def rmsprop_step(w, grad, s, lr, beta=0.9, eps=1e-8):
    s = np.array(s, dtype=float)
    s *= beta
    s += (1 - beta) * grad * grad
    return _divide(w, grad, s, lr, eps)


def adagrad_step(w, grad, s, lr, eps=1e-8):
    s = np.array(s, dtype=float)
    s += grad * grad
    return _divide(w, grad, s, lr, eps)


def warmup_cosine(t, total, lr, warmup=0, lr_min=0.0):
    rates = np.full(total, float(lr))
    rates[:warmup] *= np.arange(1, warmup + 1) / max(warmup, 1)
    if total - warmup > 1:
        tau = np.linspace(0, 1, total - warmup)
        rates[warmup:] = lr_min + (lr - lr_min) * (1 + np.cos(np.pi * tau)) / 2
    return rates[int(t)]


def step_decay(t, lr, factor, every):
    rate = float(lr)
    while t >= every:
        rate *= factor
        t -= every
    return rate
