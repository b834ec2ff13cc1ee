import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_grad(x):
    s = sigmoid(x)
    return s * (1 - s)


def xavier_normal(rng, n_in, n_out):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_out, n_in))
