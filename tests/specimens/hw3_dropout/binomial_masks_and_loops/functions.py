def dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p must be between 0 and 1")
    h = np.array(h, dtype=float)
    if train == False:
        return h, None
    # 1 with probability 1-p (= keep)
    mask = rng.binomial(1, 1 - p, size=h.shape)
    out = np.zeros(h.shape)
    for index in np.ndindex(h.shape):
        if mask[index] == 1:
            out[index] = h[index] / (1 - p)
    return out, mask


def dropout_backward(dout, mask, p):
    dh = np.array(dout, dtype=float)
    if mask is None:
        return dh
    for index in np.ndindex(dh.shape):
        if mask[index]:
            dh[index] = dh[index] / (1 - p)
        else:
            dh[index] = 0
    return dh


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    B = len(X)
    if B == 0:
        raise ValueError("no examples")
    n_hidden = len(b1)
    n_out = len(b2)
    z = np.zeros((B, n_hidden))
    h = np.zeros((B, n_hidden))
    h_dropped = np.zeros((B, n_hidden))
    o = np.zeros((B, n_out))
    L = 0.0
    for i in range(B):
        for j in range(n_hidden):
            z[i, j] = b1[j]
            for k in range(len(X[i])):
                z[i, j] += W1[j, k] * X[i, k]
            h[i, j] = z[i, j] if z[i, j] > 0 else 0.0
            if mask is None:
                h_dropped[i, j] = h[i, j]
            elif mask[i, j]:
                h_dropped[i, j] = h[i, j] / (1 - p)
        for j in range(n_out):
            o[i, j] = b2[j]
            for k in range(n_hidden):
                o[i, j] += W2[j, k] * h_dropped[i, k]
        biggest = max(o[i])
        log_sum = biggest + np.log(sum(np.exp(o[i, j] - biggest) for j in range(n_out)))
        if np.ndim(Y) == 1:
            L += log_sum - o[i, Y[i]]
        else:
            for j in range(n_out):
                L += Y[i, j] * (log_sum - o[i, j])
    cache = dict(X=X, Y=Y, W1=W1, b1=b1, W2=W2, b2=b2, p=p, mask=mask)
    cache.update(z=z, h=h, h_dropped=h_dropped, o=o, L=L / B)
    return cache


def mlp_dropout_backward(cache):
    X, Y, W1, W2, o, z = (cache[k] for k in ["X", "Y", "W1", "W2", "o", "z"])
    mask, p, h_dropped = cache["mask"], cache["p"], cache["h_dropped"]
    B = len(X)
    dW1, dW2 = np.zeros(W1.shape), np.zeros(W2.shape)
    db1, db2 = np.zeros(len(W1)), np.zeros(len(W2))
    for i in range(B):
        e = np.exp(o[i] - o[i].max())
        do = e / e.sum()
        if np.ndim(Y) == 1:
            do[Y[i]] -= 1
        else:
            do = do - Y[i]
        do = do / B
        for j in range(len(W2)):
            db2[j] += do[j]
            for k in range(len(W1)):
                dW2[j, k] += do[j] * h_dropped[i, k]
        for k in range(len(W1)):
            dh = 0.0
            for j in range(len(W2)):
                dh += do[j] * W2[j, k]
            if mask is not None:
                dh = dh / (1 - p) if mask[i, k] else 0.0
            if z[i, k] > 0:
                db1[k] += dh
                for m in range(X.shape[1]):
                    dW1[k, m] += dh * X[i, m]
    return {"dL_dW1": dW1, "dL_db1": db1, "dL_dW2": dW2, "dL_db2": db2}


def standard_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p must be between 0 and 1")
    if not train:
        return np.array(h) * (1 - p), None
    mask = rng.binomial(1, 1 - p, size=np.shape(h))
    return h * mask, mask


def spatial_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p must be between 0 and 1")
    out = np.array(h, dtype=float)
    if not train:
        return out, None
    B, C, H, W = h.shape
    mask = np.ones((B, C, H, W), dtype=int)
    for b in range(B):
        for c in range(C):
            if rng.binomial(1, p):
                mask[b, c] = 0
                out[b, c] = 0
            else:
                out[b, c] /= 1 - p
    return out, mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    total = 0
    total_sq = 0
    for s in range(num_samples):
        h = np.maximum(0, X @ W1.T + b1)
        h, _ = dropout_forward(h, p, rng)
        o = h @ W2.T + b2
        e = np.exp(o - o.max(axis=1, keepdims=True))
        prob = e / e.sum(axis=1, keepdims=True)
        total = total + prob
        total_sq = total_sq + prob ** 2
    mean = total / num_samples
    var = total_sq / num_samples - mean ** 2
    return mean, np.sqrt(np.maximum(var, 0))  # rounding can make var slightly negative


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
