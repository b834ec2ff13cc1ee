def dropout_forward(h, p, rng, train=True):
    if not (0 <= p <= 1):
        raise ValueError("invalid p")
    if not train:
        return h.copy(), None
    out = np.zeros_like(h)
    mask = np.zeros_like(h)
    it = np.nditer(h, flags=["multi_index"])
    for x in it:
        if rng.random() >= p:
            mask[it.multi_index] = 1
            out[it.multi_index] = x / (1 - p)
    return out, mask


def dropout_backward(dout, mask, p):
    if mask is None:
        return dout.copy()
    dh = np.zeros_like(dout)
    keep = np.asarray(mask) == 1
    if p < 1:
        dh[keep] = dout[keep] / (1 - p)
    return dh


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    if len(X) == 0:
        raise ValueError("empty batch")
    z = np.zeros((len(X), len(b1)), dtype=X.dtype)
    for i, x in enumerate(X):
        z[i] = W1 @ x + b1
    h = np.maximum(z, 0)
    h_dropped = dropout_backward(h, mask, p)
    o = h_dropped @ W2.T + b2
    L = -(one_hot(Y, o.shape[1]) * log_softmax(o)).sum() / len(X)
    return {"X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask,
            "z": z, "h": h, "h_dropped": h_dropped, "o": o, "L": L}


def mlp_dropout_backward(cache):
    o = cache["o"]
    do = (np.exp(log_softmax(o)) - one_hot(cache["Y"], o.shape[1])) / len(o)
    dz = dropout_backward(do @ cache["W2"], cache["mask"], cache["p"])
    dz = dz * np.where(cache["z"] < 0, 0, 1)
    return {"dL_dW1": dz.T @ cache["X"], "dL_db1": dz.sum(0), "dL_dW2": do.T @ cache["h_dropped"], "dL_db2": do.sum(0)}


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    probs = []
    for k in range(num_samples):
        h = dropout_forward(np.maximum(X @ W1.T, 0), p, rng)[0]
        probs.append(np.exp(log_softmax(h @ W2.T + b2)))
    return np.mean(probs, axis=0), np.std(probs, axis=0)
