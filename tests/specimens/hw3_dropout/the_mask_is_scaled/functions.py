def dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p!")
    if not train:
        return np.array(h, dtype=float), None
    if p == 1:
        return np.zeros(np.shape(h)), np.zeros(np.shape(h))
    # inverted dropout in one line (cs231n)
    mask = (rng.random(np.shape(h)) < (1 - p)) / (1 - p)
    return h * mask, mask


def dropout_backward(dout, mask, p):
    return dout.copy() if mask is None else dout * mask


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    if len(X) == 0:
        raise ValueError("empty batch")
    z = X @ W1.T + b1
    h = np.maximum(z, 0)
    h_dropped = h if mask is None else h * mask
    o = h_dropped @ W2.T + b2
    L = -(one_hot(Y, o.shape[1]) * log_softmax(o)).sum() / len(X)
    return {"X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask,
            "z": z, "h": h, "h_dropped": h_dropped, "o": o, "L": L}


def mlp_dropout_backward(cache):
    o = cache["o"]
    do = (np.exp(log_softmax(o)) - one_hot(cache["Y"], o.shape[1])) / len(o)
    dh = do @ cache["W2"]
    if cache["mask"] is not None:
        dh = dh * cache["mask"]
    dz = dh * (cache["z"] > 0)
    return {"dL_dW1": dz.T @ cache["X"], "dL_db1": dz.sum(0),
            "dL_dW2": do.T @ cache["h_dropped"], "dL_db2": do.sum(0)}


def spatial_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p!")
    if not train:
        return h.copy(), None
    if p == 1:
        return np.zeros(h.shape), np.zeros(h.shape)
    mask = np.ones(h.shape) * (rng.random((h.shape[0], h.shape[1], 1, 1)) < (1 - p)) / (1 - p)
    return h * mask, mask
