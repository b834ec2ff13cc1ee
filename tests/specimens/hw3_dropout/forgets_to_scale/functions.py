def dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p should be between 0 and 1")
    if train:
        mask = rng.random(h.shape) >= p
        return h * mask, mask.astype(float)
    return h.copy(), None


def dropout_backward(dout, mask, p):
    if mask is None:
        return dout.copy()
    return dout * mask


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    anzahl = len(X)
    if anzahl == 0:
        raise ValueError("kein Beispiel übergeben")
    z = X @ W1.T + b1
    h = np.maximum(z, 0)
    h_dropped = dropout_backward(h, mask, p)
    o = h_dropped @ W2.T + b2
    höchste = o.max(axis=1, keepdims=True)
    logp = o - höchste - np.log(np.exp(o - höchste).sum(axis=1, keepdims=True))
    ziel = Y if np.ndim(Y) == 2 else np.eye(len(b2))[Y]
    L = float(-(ziel * logp).sum() / anzahl)
    return {"X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask,
            "z": z, "h": h, "h_dropped": h_dropped, "o": o, "L": L}


def mlp_dropout_backward(cache):
    o = cache["o"]
    e = np.exp(o - o.max(axis=1, keepdims=True))
    ziel = cache["Y"] if np.ndim(cache["Y"]) == 2 else np.eye(o.shape[1])[cache["Y"]]
    do = (e / e.sum(axis=1, keepdims=True) - ziel) / len(o)
    dz = dropout_backward(do @ cache["W2"], cache["mask"], cache["p"]) * (cache["z"] > 0)
    return {"dL_dW1": dz.T @ cache["X"], "dL_db1": dz.sum(axis=0),
            "dL_dW2": do.T @ cache["h_dropped"], "dL_db2": do.sum(axis=0)}


def spatial_dropout_forward(h, p, rng, train=True):
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"p must lie in [0, 1], got {p}")
    if not train:
        return h, None
    B, C, H, W = h.shape
    mask = np.broadcast_to((rng.random((B, C, 1, 1)) < 1.0 - p).astype(float), h.shape)
    return h * mask, mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    h = np.maximum(X @ W1.T + b1, 0)
    proben = []
    for _ in range(num_samples):
        o = dropout_forward(h, p, rng)[0] @ W2.T + b2
        e = np.exp(o - o.max(axis=1, keepdims=True))
        proben.append(e / e.sum(axis=1, keepdims=True))
    return np.mean(proben, axis=0), np.std(proben, axis=0)
