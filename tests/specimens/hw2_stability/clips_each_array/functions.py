import numpy as np


def leaky_relu_grad(x, alpha=0.1):
    return np.where(np.asarray(x) >= 0, 1.0, alpha)


def clip_gradients(grads, max_norm):
    clipped = []
    for g in grads:
        norm = np.linalg.norm(g)
        clipped.append(g * max_norm / norm if norm > max_norm else g)
    return clipped, np.sqrt(sum(np.sum(g**2) for g in grads))
