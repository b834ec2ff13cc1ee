import numpy as np


def he_normal(rng, n_in, n_out):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_out, n_in))


def clip_gradients(grads, max_norm):
    norm = np.linalg.norm([np.linalg.norm(g) for g in grads])
    return tuple(g * min(1, max_norm / max(norm, 1e-12)) for g in grads), norm
