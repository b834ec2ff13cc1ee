def dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("p must be a probability")
    h = np.asarray(h, float)
    if train:
        r = rng.binomial(1, 1 - p, h.shape)     # r ~ Bernoulli, eq. (3) of the paper
        return r * h, r
    return (1 - p) * h, None


def dropout_backward(dout, mask, p):
    if mask is None:
        return (1 - p) * dout
    return mask * dout


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    if X.shape[0] == 0:
        raise ValueError("empty batch")
    z = X @ W1.T + b1
    h = np.maximum(z, 0)
    h_dropped = mask * h if mask is not None else (1 - p) * h
    o = h_dropped @ W2.T + b2
    logp = o - np.logaddexp.reduce(o, axis=1, keepdims=True)
    Yh = Y if Y.ndim == 2 else np.eye(o.shape[1])[Y]
    L = -(Yh * logp).sum() / X.shape[0]
    return {"X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask,
            "z": z, "h": h, "h_dropped": h_dropped, "o": o, "L": L}


def mlp_dropout_backward(cache):
    o, Y = cache["o"], cache["Y"]
    Yh = Y if Y.ndim == 2 else np.eye(o.shape[1])[Y]
    do = (np.exp(o - np.logaddexp.reduce(o, axis=1, keepdims=True)) - Yh) / len(o)
    dh = dropout_backward(do @ cache["W2"], cache["mask"], cache["p"])
    dz = dh * (cache["z"] > 0)
    return {"dL_dW1": dz.T @ cache["X"], "dL_db1": dz.sum(0),
            "dL_dW2": do.T @ cache["h_dropped"], "dL_db2": do.sum(0)}


def standard_dropout_forward(h, p, rng, train=True):
    return dropout_forward(h, p, rng, train)   # isn't this the same??


def spatial_dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("p must be a probability")
    if not train:
        return (1 - p) * h, None
    r = rng.binomial(1, 1 - p, h.shape[:2])[:, :, None, None] * np.ones(h.shape)
    return r * h, r


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    h = np.maximum(X @ W1.T + b1, 0)
    out = []
    for _ in range(num_samples):
        hd, _ = dropout_forward(h, p, rng)
        o = hd @ W2.T + b2
        out.append(np.exp(o - np.logaddexp.reduce(o, axis=1, keepdims=True)))
    return np.mean(out, 0), np.std(out, 0)


def early_stopping(losses, patience, min_delta=0.0):
    best_loss = losses[0]
    best_epoch = 0
    bad = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < best_loss - min_delta:
            best_loss = losses[epoch]
            best_epoch = epoch
            bad = 0
        else:
            bad += 1
            if bad == patience:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch
