def dropout_forward(h, p, rng, train=True):
    """inverted dropout"""
    assert_p(p)
    h = np.asarray(h, dtype=float)
    if not train or p == 0:
        return h.copy(), None if not train else np.ones(h.shape)
    mask = np.array([rng.random() >= p for _ in range(h.size)]).reshape(h.shape)
    return h * mask / p, mask


def assert_p(p):
    if not (p >= 0 and p <= 1):
        raise ValueError("p is a probability")


def dropout_backward(dout, mask, p):
    if mask is None or p == 0:
        return dout * 1.0
    return dout * mask / p


def mlp_dropout_backward(cache):
    X, Y, o = cache["X"], cache["Y"], cache["o"]
    B = X.shape[0]
    do = np.exp(_log_probs(o))
    if Y.ndim == 1:
        do[np.arange(B), Y] -= 1
    else:
        do[Y.astype(bool)] -= 1
    do /= B
    dz = do @ cache["W2"]
    if cache["mask"] is not None:
        dz = np.where(cache["mask"], dz / (1 - cache["p"]) if cache["p"] < 1 else 0, 0)
    dz[~(cache["z"] > 0)] = 0
    return {
        "dL_dW1": dz.T @ X,
        "dL_db1": dz.sum(0),
        "dL_dW2": do.T @ cache["h_dropped"],
        "dL_db2": do.sum(0),
    }


def standard_dropout_forward(h, p, rng, train=True):
    assert_p(p)
    if train:
        keep = rng.uniform(size=h.shape) > p if p > 0 else np.ones(h.shape, bool)
        return np.where(keep, h, 0) * 1.0, keep
    return h * (1 - p), None


def spatial_dropout_forward(h, p, rng, train=True):
    assert_p(p)
    if not train:
        return h * 1.0, None
    keep = rng.uniform(size=h.shape[:2] + (1, 1)) >= p
    out = h * keep
    if p < 1:
        out = out / (1 - p)
    return out * 1.0, keep


def early_stopping(losses, patience, min_delta=0.0):
    best_loss = losses[0]
    misses = 0
    for i in range(1, len(losses)):
        if losses[i] < best_loss - min_delta:
            best_loss = losses[i]
            misses = 0
        else:
            misses += 1
        if misses == patience:
            return i, best_loss
    return len(losses) - 1, best_loss
