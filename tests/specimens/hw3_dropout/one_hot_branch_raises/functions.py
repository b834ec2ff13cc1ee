import numpy as np


def one_hot(labels, q):
    return np.eye(q)[labels]


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    if len(X) == 0:
        raise ValueError("no examples")
    z = X @ W1.T + b1
    h = np.where(z > 0, z, 0.0)
    h_dropped = h
    if mask is not None:
        h_dropped = np.zeros(h.shape) if p == 1 else h * mask / (1 - p)
    o = h_dropped @ W2.T + b2
    largest = o.max(axis=1)
    losses = largest + np.log(np.exp(o - largest[:, None]).sum(axis=1)) - o[np.arange(len(o)), Y]
    L = float(losses.mean())
    cache = dict(X=X, Y=Y, W1=W1, b1=b1, W2=W2, b2=b2, p=p, mask=mask)
    return {**cache, "z": z, "h": h, "h_dropped": h_dropped, "o": o, "L": L}


def mlp_dropout_backward(cache):
    o, p, mask = cache["o"], cache["p"], cache["mask"]
    B, q = o.shape
    e = np.exp(o - o.max(axis=1, keepdims=True))
    do = (e / e.sum(axis=1, keepdims=True) - one_hot(cache["Y"], q)) / B
    dh = do @ cache["W2"]
    if mask is not None:
        dh = np.zeros(dh.shape) if p == 1 else dh * mask / (1 - p)
    dz = dh * (cache["z"] > 0)
    return {
        "dL_dW1": dz.T @ cache["X"],
        "dL_db1": dz.sum(axis=0),
        "dL_dW2": do.T @ cache["h_dropped"],
        "dL_db2": do.sum(axis=0),
    }
