import numpy as np


def dropout_forward(h, p, rng, train=True):
    mask = rng.random(h.shape) > p
    return h * mask / (1 - p), mask
