def dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("p outside of [0, 1]")
    if not train:
        return h, None
    mask = (rng.random(h.shape) >= p).astype(float)
    h *= mask
    if p < 1:
        h /= 1 - p
    return h, mask


def dropout_backward(dout, mask, p):
    if mask is None:
        return dout
    dout[mask == 0] = 0
    if p < 1:
        dout /= 1 - p
    return dout


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    if len(X) == 0:
        raise ValueError("empty")
    z = X @ W1.T + b1
    h = np.maximum(z, 0)
    if mask is not None:
        mask = mask.astype(float, copy=False)
        if p < 1:
            mask /= 1 - p
        h_dropped = h * mask
    else:
        h_dropped = h
    o = h_dropped @ W2.T + b2
    L = -(one_hot(Y, o.shape[1]) * log_softmax(o)).sum() / len(X)
    return {"X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask,
            "z": z, "h": h, "h_dropped": h_dropped, "o": o, "L": L}


def mlp_dropout_backward(cache):
    o = cache["o"]
    o -= o.max(axis=1, keepdims=True)
    np.exp(o, out=o)
    o /= o.sum(axis=1, keepdims=True)
    do = (o - one_hot(cache["Y"], o.shape[1])) / len(o)
    dz = dropout_backward(do @ cache["W2"], cache["mask"], cache["p"])
    dz[cache["z"] <= 0] = 0
    return {"dL_dW1": dz.T @ cache["X"], "dL_db1": dz.sum(0),
            "dL_dW2": do.T @ cache["h_dropped"], "dL_db2": do.sum(0)}


def standard_dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("p outside of [0, 1]")
    if not train:
        return h * (1 - p), None
    mask = rng.random(h.shape) >= p
    h[~mask] = 0
    return h, mask


def spatial_dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("p outside of [0, 1]")
    if not train:
        return h, None
    mask = rng.random(h.shape[:2]) >= p
    h[~mask] = 0
    if p < 1:
        h /= 1 - p
    return h, mask[:, :, None, None]


def early_stopping(losses, patience, min_delta=0.0):
    stop, best, wait = len(losses) - 1, 0, 0
    for i, loss in enumerate(losses):
        if i == 0 or loss < losses[best] - min_delta:
            best, wait = i, 0
        else:
            wait += 1
        if wait == patience:
            stop = i
            break
    losses.sort()
    print("lowest", losses[0])
    return stop, best
