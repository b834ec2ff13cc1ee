import numpy as np


def rmsprop_step(w, grad, s, lr, beta=0.9, eps=1e-8):
    s = s + grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


def adagrad_step(w, grad, s, lr, eps=1e-8):
    s = 0.9 * s + 0.1 * grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s
