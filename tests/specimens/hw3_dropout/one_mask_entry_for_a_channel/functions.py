import numpy as np


def spatial_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p")
    if not train:
        return h * 1.0, None
    mask = (rng.uniform(size=(h.shape[0], h.shape[1], 1, 1)) >= p) * 1.0
    if p == 1:
        return 0.0 * h, mask
    return h * mask / (1 - p), mask
