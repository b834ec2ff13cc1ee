import numpy as np


def dropout_forward(h, p, rng, train=True):
    if not train:
        return h * 1.0, None
    mask = (rng.random(h.shape) >= p).astype(float)
    return h * mask / (1 - p), mask


def dropout_backward(dout, mask, p):
    if mask is None:
        return dout * 1.0
    return dout * mask / (1 - p)


def softmax(o):
    return np.exp(o) / np.exp(o).sum(axis=1, keepdims=True)


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    z = X @ W1.T + b1
    h = np.maximum(z, 0)
    h_dropped = h if mask is None else h * mask / (1 - p)
    o = h_dropped @ W2.T + b2
    if Y.ndim == 1:
        Y = np.eye(len(b2))[Y]
    L = -np.sum(Y * np.log(softmax(o))) / len(X)
    return {"X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask,
            "z": z, "h": h, "h_dropped": h_dropped, "o": o, "L": L}


def mlp_dropout_backward(cache):
    Y = cache["Y"]
    if Y.ndim == 1:
        Y = np.eye(cache["o"].shape[1])[Y]
    do = (softmax(cache["o"]) - Y) / len(Y)
    dz = dropout_backward(do @ cache["W2"], cache["mask"], cache["p"]) * (cache["z"] > 0)
    return {"dL_dW1": dz.T @ cache["X"], "dL_db1": dz.sum(0), "dL_dW2": do.T @ cache["h_dropped"], "dL_db2": do.sum(0)}


def standard_dropout_forward(h, p, rng, train=True):
    if not train:
        return h * (1 - p), None
    mask = (rng.random(h.shape) >= p).astype(float)
    return h * mask, mask


def spatial_dropout_forward(h, p, rng, train=True):
    if not train:
        return h * 1.0, None
    mask = (rng.random((*h.shape[:2], 1, 1)) >= p) * np.ones(h.shape)
    return h * mask / (1 - p), mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    h = np.maximum(X @ W1.T + b1, 0)
    probs = [softmax(dropout_forward(h, p, rng)[0] @ W2.T + b2) for _ in range(num_samples)]
    return np.mean(probs, 0), np.std(probs, 0)


def early_stopping(losses, patience, min_delta=0.0):
    best, wait = 0, 0
    for i in range(1, len(losses)):
        if losses[i] < losses[best] - min_delta:
            best, wait = i, 0
        else:
            wait += 1
            if wait == patience:
                return i, best
    return i, best
