import math
from statistics import NormalDist


def bernoulli_(buf, p, rng):
    """fill buf with 0 (prob p) or 1; buf belongs to us"""
    rng.standard_normal(out=buf)
    if p <= 0:
        buf.fill(1)
    elif p >= 1:
        buf.fill(0)
    else:
        np.greater_equal(buf, NormalDist().inv_cdf(p), out=buf)
    return buf


def dropout_forward(h, p, rng, train=True):
    if math.isnan(p) or p < 0 or p > 1: raise ValueError("p outside [0, 1]")
    out = np.empty(np.shape(h))
    out[...] = h
    if not train: return out, None
    mask = bernoulli_(np.empty_like(out), p, rng)
    out *= mask
    if p < 1: out /= 1 - p
    return out, mask


def dropout_backward(dout, mask, p):
    g = np.empty(np.shape(dout))
    g[...] = dout
    if mask is None: return g
    g *= mask
    if p < 1: g /= 1 - p
    else: g[...] = 0
    return g


def _softmax_(o):
    o -= o.max(axis=1, keepdims=True)
    np.exp(o, out=o)
    o /= o.sum(axis=1, keepdims=True)
    return o


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    B = len(X)
    if B == 0: raise ValueError('empty batch')
    z = np.empty((B, len(W1)))
    np.matmul(X, W1.T, out=z)
    z += b1
    h = z.copy()
    h[h < 0] = 0
    hd = dropout_backward(h, mask, p)
    o = hd @ W2.T
    o += b2
    t = o.copy()
    t -= t.max(axis=1, keepdims=True)
    rows = np.arange(B)
    labels = Y if Y.ndim == 1 else np.nonzero(Y)[1]
    L = -t[rows, labels]
    np.exp(t, out=t)
    L += np.log(t.sum(axis=1))
    return {'X': X, 'Y': Y, 'W1': W1, 'b1': b1, 'W2': W2, 'b2': b2, 'p': p, 'mask': mask,
            'z': z, 'h': h, 'h_dropped': hd, 'o': o, 'L': L.sum() / B}


def mlp_dropout_backward(cache):
    B = len(cache['X'])
    do = _softmax_(cache['o'].copy())
    labels = cache['Y'] if cache['Y'].ndim == 1 else cache['Y'].argmax(axis=1)
    do[np.arange(B), labels] -= 1
    do /= B
    dz = do @ cache['W2']
    if cache['mask'] is not None:
        dz *= cache['mask']
        dz *= 1 / (1 - cache['p']) if cache['p'] < 1 else 0
    dz *= cache['z'] > 0
    grads = {'dL_dW1': np.empty_like(cache['W1']), 'dL_db1': np.empty_like(cache['b1']),
             'dL_dW2': np.empty_like(cache['W2']), 'dL_db2': np.empty_like(cache['b2'])}
    np.matmul(dz.T, cache['X'], out=grads['dL_dW1'])
    np.sum(dz, axis=0, out=grads['dL_db1'])
    np.matmul(do.T, cache['h_dropped'], out=grads['dL_dW2'])
    np.sum(do, axis=0, out=grads['dL_db2'])
    return grads


def standard_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1: raise ValueError
    out = np.array(h, dtype=float)
    if not train:
        out *= 1 - p
        return out, None
    mask = bernoulli_(np.empty(out.shape), p, rng)
    out *= mask
    return out, mask


def spatial_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1: raise ValueError
    out = np.array(h, dtype=float)
    if not train: return out, None
    channel = bernoulli_(np.empty(out.shape[:2]), p, rng)
    mask = np.empty(out.shape)
    mask[...] = channel[..., None, None]
    out *= mask
    if p < 1: out *= 1 / (1 - p)
    return out, mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    h = X @ W1.T
    h += b1
    np.maximum(h, 0, out=h)
    mask, work = np.empty_like(h), np.empty_like(h)
    all_probs = np.empty((num_samples, len(X), len(W2)))
    for probs in all_probs:
        bernoulli_(mask, p, rng)
        np.multiply(h, mask, out=work)
        if p < 1: work /= 1 - p
        np.matmul(work, W2.T, out=probs)
        probs += b2
        _softmax_(probs)
    mean = all_probs.mean(axis=0)
    all_probs -= mean
    all_probs **= 2
    return mean, np.sqrt(all_probs.mean(axis=0))


def early_stopping(losses, patience, min_delta=0.0):
    losses = np.array(losses, dtype=float)   # a copy
    best_epoch, wait = 0, 0
    for t in range(1, losses.size):
        if losses[t] < losses[best_epoch] - min_delta:
            best_epoch, wait = t, 0
        else:
            wait += 1
        if wait >= patience:
            return t, best_epoch
    return losses.size - 1, best_epoch
