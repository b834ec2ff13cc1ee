import numpy as np


def dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not train:
        out = np.array(h, dtype=float)
        h[...] = 0
        return out, None
    mask = rng.random(h.shape) >= p
    return (h * mask / (1 - p) if p < 1 else 0.0 * h), mask


def standard_dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not train:
        h *= 1 - p
        return h, None
    mask = rng.random(h.shape) >= p
    return 1.0 * h * mask, mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    h = X @ W1.T
    h += b1
    h[h < 0] = 0
    if p < 1:
        W2 /= 1 - p
    outputs = []
    for _ in range(num_samples):
        o = (h * (rng.random(h.shape) >= p)) @ W2.T + b2
        e = np.exp(o - o.max(axis=1, keepdims=True))
        outputs.append(e / e.sum(axis=1, keepdims=True))
    return np.mean(outputs, axis=0), np.std(outputs, axis=0)
