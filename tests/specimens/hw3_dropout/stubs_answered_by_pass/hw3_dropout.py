import numpy as np


def dropout_forward(h, p, rng, train=True):
    """Inverted dropout."""
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"p must lie in [0, 1], got {p}")
    h = np.asarray(h, dtype=float)
    if not train:
        return h, None
    mask = (rng.random(h.shape) < 1.0 - p).astype(float)
    if p == 1.0:
        return np.zeros_like(h), mask
    return mask * h / (1.0 - p), mask


def dropout_backward(dout, mask, p):
    if mask is None:
        return dout
    if p == 1:
        return np.zeros(dout.shape)
    return dout * mask / (1 - p)


def one_hot(Y, q):
    if Y.ndim == 2:
        return Y
    out = np.zeros((Y.size, q))
    out[np.arange(Y.size), Y] = 1
    return out


def log_softmax(o):
    m = np.max(o, axis=1, keepdims=True)
    return o - m - np.log(np.sum(np.exp(o - m), axis=1, keepdims=True))


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    if X.shape[0] == 0:
        raise ValueError("need at least one example")
    z = X @ W1.T + b1
    h = np.maximum(z, 0)
    h_dropped = dropout_backward(h, mask, p)
    o = h_dropped @ W2.T + b2
    L = -np.mean(np.sum(one_hot(Y, o.shape[1]) * log_softmax(o), axis=1))
    return {
        "X": X, "Y": Y, "z": z, "h": h, "h_dropped": h_dropped, "o": o, "L": L,
        "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask,
    }


def mlp_dropout_backward(cache):
    B, q = cache["o"].shape
    do = (np.exp(log_softmax(cache["o"])) - one_hot(cache["Y"], q)) / B
    dh = dropout_backward(do @ cache["W2"], cache["mask"], cache["p"])
    dz = dh * (cache["z"] > 0)
    return {
        "dL_dW2": do.T @ cache["h_dropped"],
        "dL_db2": do.sum(axis=0),
        "dL_dW1": dz.T @ cache["X"],
        "dL_db1": dz.sum(axis=0),
    }


def standard_dropout_forward(h, p, rng, train=True):
    pass


def spatial_dropout_forward(h, p, rng, train=True):
    pass


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    pass


def early_stopping(losses, patience, min_delta=0.0):
    pass
