import numpy as np


def momentum_step(w, grad, v, lr, mu):
    v_new = mu * v + grad
    w_new = w - lr * v_new
    return w_new, v_new


def adam_step(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
    return w, m, v


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    N = x.shape[0]
    if N == 0:
        raise ValueError("empty batch")
    if train:
        mu = np.mean(x, axis=0)
        var = np.var(x, axis=0)
        running_mean = (1 - momentum) * running_mean + momentum * mu
        running_var = (1 - momentum) * running_var + momentum * var * N / (N - 1)
    else:
        mu = running_mean
        var = running_var
    std = np.sqrt(var + eps)
    x_hat = (x - mu) / std
    out = gamma * x_hat + beta
    cache = (x_hat, gamma, std, train)
    return out, cache, running_mean, running_var


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, train = cache
    N = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = np.sum(dout * x_hat, axis=0)
    dx_hat = dout * gamma
    if train:
        dx = (N * dx_hat - dx_hat.sum(axis=0) - x_hat * np.sum(dx_hat * x_hat, axis=0)) / (N * std)
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta


import numpy as np


def nesterov_step(w, grad, v, lr, mu):
    """v = mu v + grad, then w = w - lr (grad + mu v) with the new v. Returns (w, v)."""
    grad = np.asarray(grad)
    v = mu * np.asarray(v) + grad
    return (w - lr * (grad + mu * v), v)


def rmsprop_step(w, grad, s, lr, beta=0.9, eps=1e-08):
    """S = beta s + (1 - beta) grad^2, then w = w - lr grad / (sqrt(s) + eps). Returns (w, s)."""
    grad = np.asarray(grad, dtype=float)
    s = beta * np.asarray(s) + (1 - beta) * grad ** 2
    return (w - lr * grad / (np.sqrt(s) + eps), s)


def adagrad_step(w, grad, s, lr, eps=1e-08):
    """S = s + grad^2, then w = w - lr grad / (sqrt(s) + eps). Returns (w, s)."""
    grad = np.asarray(grad, dtype=float)
    s = s + grad ** 2
    return (w - lr * grad / (np.sqrt(s) + eps), s)


def warmup_cosine(t, total, lr, warmup=0, lr_min=0.0):
    """The learning rate of step t = 0, ..., total - 1: a linear rise, then half a cosine."""
    if t < warmup:
        return float(lr * (t + 1) / warmup)
    steps = max(total - 1 - warmup, 1)
    return float(lr_min + (lr - lr_min) * (1 + np.cos(np.pi * (t - warmup) / steps)) / 2)


def step_decay(t, lr, factor, every):
    """The learning rate of step t: multiplied by factor after every `every` steps."""
    return float(lr * factor ** (t // every))
