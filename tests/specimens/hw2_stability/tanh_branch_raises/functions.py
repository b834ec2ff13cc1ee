import numpy as np


def gradient_norms_by_depth(X, weights, activation="sigmoid"):
    if activation not in ("sigmoid", "tanh", "relu"):
        raise ValueError(activation)
    if len(X) == 0:
        raise ValueError("no examples")
    hs, slopes = [X], []
    for W in weights:
        z = hs[-1] @ W.T
        if activation == "sigmoid":
            hs.append(sigmoid(z))
            slopes.append(sigmoid_grad(z))
        elif activation == "relu":
            hs.append(np.maximum(z, 0))
            slopes.append(1.0 * (z > 0))
        else:
            hs.append(np.tanh(z))
            slopes.append(tanh_grad(z))
    dh = np.ones(hs[-1].shape) / len(X)
    norms = np.zeros(len(weights))
    for l in range(len(weights) - 1, -1, -1):
        dz = dh * slopes[l]
        norms[l] = np.sqrt(((dz.T @ hs[l]) ** 2).sum())
        dh = dz @ weights[l]
    return norms


def activation_variances(X, weights, activation):
    if activation not in ("sigmoid", "tanh", "relu"):
        raise ValueError(activation)
    if len(X) == 0:
        raise ValueError("no examples")
    h, found = X, []
    for W in weights:
        z = h @ W.T
        h = {"sigmoid": sigmoid, "relu": lambda z: np.maximum(z, 0)}[activation](z)
        found.append(h.var())
    return np.array(found)
