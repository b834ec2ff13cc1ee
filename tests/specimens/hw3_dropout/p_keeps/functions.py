def dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p must be in [0, 1]")
    h = np.asarray(h, dtype=float)
    if not train:
        return h, None
    mask = (rng.random(h.shape) < p).astype(float)   # keep with probability p
    out = h * mask / p
    return out, mask


def dropout_backward(dout, mask, p):
    if mask is None:
        return dout
    return dout * mask / p


def softmax(o):
    e = np.exp(o - o.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    B = X.shape[0]
    if B == 0:
        raise ValueError("empty batch")
    z = X @ W1.T + b1
    h = np.maximum(z, 0)
    h_dropped = h if mask is None else h * mask / p
    o = h_dropped @ W2.T + b2
    s = o - o.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    if Y.ndim == 1:
        Y1 = np.eye(o.shape[1])[Y]
    else:
        Y1 = Y
    L = -np.sum(Y1 * logp) / B
    return {"X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask,
            "z": z, "h": h, "h_dropped": h_dropped, "o": o, "L": L}


def mlp_dropout_backward(cache):
    X, Y, o, mask, p = cache["X"], cache["Y"], cache["o"], cache["mask"], cache["p"]
    if Y.ndim == 1:
        Y = np.eye(o.shape[1])[Y]
    do = (softmax(o) - Y) / len(X)
    dh = do @ cache["W2"]
    if mask is not None:
        dh = dh * mask / p
    dz = dh * (cache["z"] > 0)
    return {"dL_dW1": dz.T @ X, "dL_db1": dz.sum(0),
            "dL_dW2": do.T @ cache["h_dropped"], "dL_db2": do.sum(0)}


def standard_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p must be in [0, 1]")
    if not train:
        return p * h, None     # as in the paper of Srivastava: weights times p at test time
    mask = (rng.random(h.shape) < p).astype(float)
    return h * mask, mask


def spatial_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p must be in [0, 1]")
    if not train:
        return h, None
    mask = (rng.random(h.shape[:2] + (1, 1)) < p) * np.ones(h.shape)
    return h * mask / p, mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    h = np.maximum(X @ W1.T + b1, 0)
    probs = []
    for i in range(num_samples):
        mask = (rng.random(h.shape) < p).astype(float)
        probs.append(softmax((h * mask / p) @ W2.T + b2))
    return np.mean(probs, axis=0), np.std(probs, axis=0)


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
