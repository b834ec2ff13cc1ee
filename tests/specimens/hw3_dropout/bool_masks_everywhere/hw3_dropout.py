"""hw3_dropout -- boolean masks, no floats for flags."""
import numpy as np


def _check_p(p):
    if not (0.0 <= p <= 1.0):
        raise ValueError(f"p={p} is not a probability")


def dropout_forward(h, p, rng, train=True):
    _check_p(p)
    h = np.asarray(h, dtype=np.float64)
    if not train:
        return h.copy(), None
    keep = rng.uniform(0.0, 1.0, size=h.shape) >= p
    # 1/(1-p) does not matter for p=1, nothing is kept
    q = max(1.0 - p, np.finfo(float).tiny)
    return np.where(keep, h / q, 0.0), keep


def dropout_backward(dout, mask, p):
    dout = np.asarray(dout, dtype=np.float64)
    if mask is None:
        return dout.copy()
    keep = np.asarray(mask) != 0
    grad = np.zeros_like(dout)
    if p < 1:
        grad[keep] = dout[keep] / (1 - p)
    return grad


def _log_probs(o):
    shifted = o - o.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    B = X.shape[0]
    if not B:
        raise ValueError("empty batch")
    z = X @ W1.T + b1
    h = z * (z > 0)
    if mask is None:
        h_dropped = h
    else:
        h_dropped = np.zeros_like(h)
        keep = mask.astype(bool)
        if p < 1:
            h_dropped[keep] = h[keep] / (1 - p)
    o = h_dropped @ W2.T + b2
    logp = _log_probs(o)
    if Y.ndim == 1:
        L = -logp[np.arange(B), Y].mean()
    else:
        L = -logp[Y.astype(bool)].mean()
    return dict(X=X, Y=Y, W1=W1, b1=b1, W2=W2, b2=b2, p=p, mask=mask,
                z=z, h=h, h_dropped=h_dropped, o=o, L=L)


def mlp_dropout_backward(cache):
    X, Y, o = cache["X"], cache["Y"], cache["o"]
    B = X.shape[0]
    do = np.exp(_log_probs(o))
    if Y.ndim == 1:
        do[np.arange(B), Y] -= 1
    else:
        do[Y.astype(bool)] -= 1
    do /= B
    dz = dropout_backward(do @ cache["W2"], cache["mask"], cache["p"])
    dz[~(cache["z"] > 0)] = 0
    return {
        "dL_dW1": dz.T @ X,
        "dL_db1": dz.sum(0),
        "dL_dW2": do.T @ cache["h_dropped"],
        "dL_db2": do.sum(0),
    }


def standard_dropout_forward(h, p, rng, train=True):
    _check_p(p)
    if train:
        keep = rng.uniform(size=h.shape) > p if p > 0 else np.ones(h.shape, bool)
        return np.where(keep, h, 0) * 1.0, keep
    return h * (1 - p), None


def spatial_dropout_forward(h, p, rng, train=True):
    _check_p(p)
    if not train:
        return h * 1.0, None
    keep = rng.uniform(size=h.shape[:2] + (1, 1)) >= p
    out = h * keep
    if p < 1:
        out = out / (1 - p)
    return out * 1.0, keep & np.ones(h.shape, bool)


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    probs = []
    for _ in range(num_samples):
        h = np.clip(X @ W1.T + b1, 0, None)
        probs.append(np.exp(_log_probs(dropout_forward(h, p, rng)[0] @ W2.T + b2)))
    probs = np.stack(probs)
    return probs.mean(0), probs.std(0)


def early_stopping(losses, patience, min_delta=0.0):
    t, best_t = 0, 0
    while t < len(losses) - 1 and t - best_t < patience:
        t += 1
        if losses[t] < losses[best_t] - min_delta:
            best_t = t
    return t, best_t
