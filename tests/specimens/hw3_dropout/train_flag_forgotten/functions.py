def dropout_forward(h, p, rng, train=True):
    # p 是丢弃概率
    if p < 0 or p > 1:
        raise ValueError("p 必须在 [0,1] 之间")
    mask = (rng.random(np.shape(h)) > p).astype(float)
    if p == 0:
        mask = np.ones(np.shape(h))
    out = np.zeros(np.shape(h)) if p == 1 else h * mask / (1 - p)
    return out, mask


def dropout_backward(dout, mask, p):
    if mask is None:
        return np.array(dout, dtype=float)
    return np.zeros(dout.shape) if p == 1 else dout * mask / (1 - p)


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    B = len(X)
    if B == 0:
        raise ValueError("批次为空")
    z = X @ W1.T + b1
    h = np.maximum(z, 0)
    h_dropped = dropout_backward(h, mask, p)
    o = h_dropped @ W2.T + b2
    m = o.max(axis=1, keepdims=True)
    logp = o - m - np.log(np.exp(o - m).sum(axis=1, keepdims=True))
    onehot = Y if np.ndim(Y) == 2 else np.eye(len(b2))[Y]
    L = float(-(onehot * logp).sum() / B)
    return {"X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask,
            "z": z, "h": h, "h_dropped": h_dropped, "o": o, "L": L}


def mlp_dropout_backward(cache):
    o = cache["o"]
    e = np.exp(o - o.max(axis=1, keepdims=True))
    onehot = cache["Y"] if np.ndim(cache["Y"]) == 2 else np.eye(o.shape[1])[cache["Y"]]
    do = (e / e.sum(axis=1, keepdims=True) - onehot) / len(o)
    dz = dropout_backward(do @ cache["W2"], cache["mask"], cache["p"]) * (cache["z"] > 0)
    return {"dL_dW1": dz.T @ cache["X"], "dL_db1": dz.sum(axis=0),
            "dL_dW2": do.T @ cache["h_dropped"], "dL_db2": do.sum(axis=0)}


def standard_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p 必须在 [0,1] 之间")
    mask = (rng.random(h.shape) >= p).astype(float)
    return h * mask, mask


def spatial_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p 必须在 [0,1] 之间")
    B, C, H, W = h.shape
    mask = (rng.random((B, C, 1, 1)) >= p) * np.ones((B, C, H, W))  # 整个通道
    return (np.zeros(h.shape) if p == 1 else h * mask / (1 - p)), mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    h = np.maximum(X @ W1.T + b1, 0)
    samples = []
    for _ in range(num_samples):
        o = dropout_forward(h, p, rng)[0] @ W2.T + b2
        e = np.exp(o - o.max(axis=1, keepdims=True))
        samples.append(e / e.sum(axis=1, keepdims=True))
    return np.mean(samples, axis=0), np.std(samples, axis=0)


def early_stopping(losses, patience, min_delta=0.0):
    best = losses[0]
    best_epoch = 0
    count = 0
    for i in range(1, len(losses)):
        if losses[i] < best - min_delta:
            best = losses[i]
            best_epoch = i
        else:
            count = count + 1
        if count >= patience:
            return i, best_epoch
    return len(losses) - 1, best_epoch
