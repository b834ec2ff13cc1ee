import numpy as np


def nesterov_step(w, grad, v, lr, mu):
    v = mu * np.array(v) + grad
    return v, w - lr * (grad + mu * v)


def adagrad_step(w, grad, s, lr, eps=1e-8):
    s = s + np.square(grad)
    return (w - lr * grad / (np.sqrt(s) + eps)).tolist(), s.tolist()


def warmup_cosine(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return np.array([lr * (t + 1) / warmup])
    tau = (t - warmup) / max(total - 1 - warmup, 1)
    return np.array([lr_min + (lr - lr_min) * (1 + np.cos(np.pi * tau)) / 2])
