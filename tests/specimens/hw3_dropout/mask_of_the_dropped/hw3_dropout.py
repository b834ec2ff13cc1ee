import numpy as np


def dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("0 <= p <= 1")
    out = np.array(h, dtype=float)
    if not train:
        return out, None
    mask = rng.random(out.shape) < p
    if p < 1:
        out /= 1 - p
    out[mask] = 0
    return out, mask


def dropout_backward(dout, mask, p):
    dh = np.array(dout, dtype=float)
    if mask is None:
        return dh
    if p < 1:
        dh /= 1 - p
    dh[np.asarray(mask, dtype=bool)] = 0
    return dh


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    if len(X) == 0:
        raise ValueError("no data")
    z = np.einsum("bd,hd->bh", X, W1) + b1
    h = z.clip(min=0)
    h_dropped = dropout_backward(h, mask, p)
    o = np.einsum("bh,qh->bq", h_dropped, W2) + b2
    if np.ndim(Y) == 2:
        Yi = np.argmax(Y, axis=1)
    else:
        Yi = Y
    L = np.mean(np.logaddexp.reduce(o, axis=1) - o[np.arange(len(o)), Yi])
    return dict(X=X, Y=Y, W1=W1, b1=b1, W2=W2, b2=b2, p=p, mask=mask, z=z, h=h, h_dropped=h_dropped, o=o, L=L)


def mlp_dropout_backward(cache):
    o, Y = cache["o"], cache["Y"]
    do = np.exp(o - np.logaddexp.reduce(o, axis=1)[:, None])
    if np.ndim(Y) == 2:
        do = do - Y
    else:
        do[np.arange(len(o)), Y] -= 1
    do = do / len(o)
    dz = dropout_backward(do @ cache["W2"], cache["mask"], cache["p"])
    dz[cache["z"] <= 0] = 0
    return dict(dL_dW1=dz.T @ cache["X"], dL_db1=dz.sum(axis=0), dL_dW2=do.T @ cache["h_dropped"], dL_db2=do.sum(axis=0))


def standard_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("0 <= p <= 1")
    if not train:
        return h * (1 - p), None
    mask = rng.random(h.shape) < p
    return np.where(mask, 0.0, h), mask


def spatial_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("0 <= p <= 1")
    out = np.array(h, dtype=float)
    if not train:
        return out, None
    mask = rng.random(out.shape[:2]) < p
    if p < 1:
        out /= 1 - p
    out[mask] = 0
    return out, mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    h = np.maximum(X @ W1.T + b1, 0)
    all_ = []
    for s in range(num_samples):
        o = dropout_forward(h, p, rng)[0] @ W2.T + b2
        all_.append(np.exp(o - np.logaddexp.reduce(o, axis=1)[:, None]))
    return np.mean(all_, axis=0), np.std(all_, axis=0)


def early_stopping(losses, patience, min_delta=0.0):
    best = 0
    epoch = 0
    while epoch < len(losses):
        if losses[epoch] < losses[best] - min_delta:
            best = epoch
        elif epoch - best == patience:
            return epoch, best
        epoch += 1
    return epoch, best
