import numpy as np


def _check_p(p):
    if p < 0 or p > 1:
        raise ValueError("p is a probability")


def _keep(shape, p, rng):
    return (rng.random(shape) >= p).astype(float)


def _inverted(values, mask, p):
    if p == 1:
        return np.zeros(np.shape(values))
    return values * mask / (1 - p)


def dropout_forward(h, p, rng, train=True):
    _check_p(p)
    h = np.array(h, dtype=float)
    if not train:
        return h, None
    mask = _keep(h.shape, p, rng)
    return _inverted(h, mask, p), mask


def dropout_backward(dout, mask, p):
    dout = np.array(dout, dtype=float)
    if mask is None:
        return dout
    return _inverted(dout, np.asarray(mask, dtype=float), p)


def _log_softmax(o):
    shifted = o - np.max(o, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


def _targets(Y, shape):
    Y = np.asarray(Y)
    if Y.ndim == 2:
        return Y.astype(float)
    return (Y[:, None] == np.arange(shape[1])).astype(float)


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    if len(X) == 0:
        raise ValueError("empty batch")
    pre = np.asarray(X, dtype=float) @ np.transpose(W1) + b1
    hid = pre * (pre > 0)
    if mask is None:
        kept = hid.copy()
    else:
        kept = _inverted(hid, mask, p)
    out = kept @ np.transpose(W2) + b2
    T = _targets(Y, out.shape)
    loss = -np.sum(T * _log_softmax(out)) / len(out)
    names = "X Y W1 b1 W2 b2 p mask z h h_dropped o L".split()
    parts = (X, Y, W1, b1, W2, b2, p, mask, pre, hid, kept, out, float(loss))
    return dict(zip(names, parts))


def mlp_dropout_backward(cache):
    X = np.asarray(cache["X"], dtype=float)
    out, hd = cache["o"], cache["h_dropped"]
    B = X.shape[0]
    err = (np.exp(_log_softmax(out)) - _targets(cache["Y"], out.shape)) / B
    grads = {}
    grads["dL_dW2"] = np.einsum("bq,bh->qh", err, hd)
    grads["dL_db2"] = np.einsum("bq->q", err)
    back = np.einsum("bq,qh->bh", err, cache["W2"])
    if cache["mask"] is not None:
        back = _inverted(back, cache["mask"], cache["p"])
    back = np.where(cache["z"] > 0, back, 0.0)
    grads["dL_dW1"] = np.einsum("bh,bd->hd", back, X)
    grads["dL_db1"] = np.einsum("bh->h", back)
    return grads


def standard_dropout_forward(h, p, rng, train=True):
    _check_p(p)
    h = np.asarray(h, dtype=float)
    if train:
        mask = _keep(h.shape, p, rng)
        return mask * h, mask
    return h - p * h, None


def spatial_dropout_forward(h, p, rng, train=True):
    _check_p(p)
    h = np.array(h, dtype=float)
    if not train:
        return h, None
    B, C, H, W = h.shape
    channels = _keep((B, C), p, rng)
    mask = np.repeat(np.repeat(channels[:, :, None, None], H, axis=2), W, axis=3)
    return _inverted(h, mask, p), mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    hid = np.maximum(np.asarray(X, dtype=float) @ np.transpose(W1) + b1, 0)
    total, squares = 0.0, 0.0
    for _ in range(num_samples):
        kept = _inverted(hid, _keep(hid.shape, p, rng), p)
        probs = np.exp(_log_softmax(kept @ np.transpose(W2) + b2))
        total = total + probs
        squares = squares + probs**2
    mean = total / num_samples
    var = squares / num_samples - mean**2
    return mean, np.sqrt(np.maximum(var, 0))


def early_stopping(losses, patience, min_delta=0.0):
    best, where, misses = losses[0], 0, 0
    epoch = 0
    while epoch + 1 < len(losses):
        epoch += 1
        if losses[epoch] < best - min_delta:
            best, where, misses = losses[epoch], epoch, 0
            continue
        misses += 1
        if misses == patience:
            break
    return epoch, where
