import numpy as np


def leaky_relu_grad(x, alpha=0.1):
    return [[1.0, alpha][int(v <= 0)] for v in np.ravel(x)]


def clip_gradients(grads, max_norm):
    norm = np.sqrt(sum((g * g).sum() for g in grads))
    if norm > max_norm:
        return [g * (max_norm / norm) for g in grads]
    return grads
