import numpy as np


f = np.float32


def momentum_step(w, grad, v, lr, mu):
    w, grad, v = w.astype(f), grad.astype(f), v.astype(f)
    v = f(mu) * v + grad
    return w - f(lr) * v, v


def adam_step(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, grad, m, v = (a.astype(f) for a in (w, grad, m, v))
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    if len(x) == 0:
        raise ValueError
    x, gamma, beta = x.astype(f), gamma.astype(f), beta.astype(f)
    running_mean, running_var = running_mean.astype(f), running_var.astype(f)
    mean, var = running_mean, running_var
    if train:
        mean, var = x.mean(0), x.var(0)
        running_mean = running_mean + momentum * (mean - running_mean)
        running_var = running_var + momentum * (x.var(0, ddof=1) - running_var)
    inv_std = 1 / np.sqrt(var + f(eps))
    x_hat = (x - mean) * inv_std
    cache = {"x_hat": x_hat, "inv_std": inv_std, "gamma": gamma, "train": train}
    return gamma * x_hat + beta, cache, running_mean, running_var


def batchnorm_backward(dout, cache):
    dout = dout.astype(f)
    x_hat, dy = cache["x_hat"], dout * cache["gamma"]
    if cache["train"]:
        dy = dy - dy.mean(0) - x_hat * (dy * x_hat).mean(0)
    return dy * cache["inv_std"], (dout * x_hat).sum(0), dout.sum(0)


def nesterov_step(w, grad, v, lr, mu):
    w, grad, v = w.astype(f), grad.astype(f), v.astype(f)
    v = f(mu) * v + grad
    return w - f(lr) * (grad + f(mu) * v), v


def rmsprop_step(w, grad, s, lr, beta=0.9, eps=1e-8):
    w, grad, s = w.astype(f), grad.astype(f), s.astype(f)
    s = f(beta) * s + f(1 - beta) * grad**2
    return w - f(lr) * grad / (np.sqrt(s) + f(eps)), s


def adagrad_step(w, grad, s, lr, eps=1e-8):
    w, grad, s = w.astype(f), grad.astype(f), s.astype(f)
    s = s + grad**2
    return w - f(lr) * grad / (np.sqrt(s) + f(eps)), s


def warmup_cosine(t, total, lr, warmup=0, lr_min=0.0):
    t, lr, lr_min = f(t), f(lr), f(lr_min)
    if t < warmup:
        return lr * (t + f(1)) / f(warmup)
    tau = (t - f(warmup)) / f(max(total - 1 - warmup, 1))
    return lr_min + (lr - lr_min) * (f(1) + np.cos(f(np.pi) * tau)) / f(2)


def step_decay(t, lr, factor, every):
    return f(lr) * f(factor) ** np.floor(f(t) / f(every))
