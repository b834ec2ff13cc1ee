import numpy as np


def slope_of(activation, h):
    if activation == "sigmoid":
        return h * (1 - h)
    return 1 - h**2 if activation == "tanh" else (h > 0) * 1.0


def gradient_norms_by_depth(X, weights, activation="sigmoid"):
    if activation not in ("sigmoid", "tanh", "relu"):
        raise ValueError(activation)
    if len(X) == 0:
        raise ValueError("no examples")
    phi = {"sigmoid": sigmoid, "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0)}[activation]
    h = [X]
    for W in weights:
        h.append(phi(h[-1] @ W.T))
    dh = np.ones(h[-1].shape) / len(X)
    norms = []
    weights.reverse()
    h.reverse()
    for W, out, inp in zip(weights, h, h[1:]):
        dz = dh * slope_of(activation, out)
        norms.append(np.linalg.norm(dz.T @ inp))
        dh = dz @ W
    return np.array(norms[::-1])
