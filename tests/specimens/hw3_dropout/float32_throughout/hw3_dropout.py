# HW3, everything in single precision like in PyTorch
import numpy as np

f32 = np.float32


def to32(*arrays):
    return [np.asarray(a, dtype=f32) for a in arrays]


def dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p not in [0, 1]")
    (x,) = to32(h)
    if not train:
        return x.copy(), None
    mask = (rng.random(x.shape, dtype=f32) >= p).astype(f32)
    if p == 1:
        return np.zeros_like(x), np.zeros_like(x)
    return x * mask / f32(1 - p), mask


def dropout_backward(dout, mask, p):
    (g,) = to32(dout)
    if mask is None:
        return g.copy()
    if p == 1:
        return np.zeros_like(g)
    return g * np.asarray(mask, dtype=f32) / f32(1 - p)


def softmax(o):
    e = np.exp(o - o.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    if len(X) == 0:
        raise ValueError("empty batch")
    x, w1, c1, w2, c2 = to32(X, W1, b1, W2, b2)
    z = x @ w1.T + c1
    h = np.maximum(z, f32(0))
    hd = h if mask is None else dropout_backward(h, mask, p)
    o = hd @ w2.T + c2
    m = o.max(axis=1, keepdims=True)
    lse = np.log(np.exp(o - m).sum(axis=1)) + m[:, 0]
    target = (o * Y).sum(axis=1) if np.ndim(Y) == 2 else o[np.arange(len(o)), Y]
    L = np.mean(lse - target, dtype=f32)
    return {"X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask,
            "z": z, "h": h, "h_dropped": hd, "o": o, "L": L}


def mlp_dropout_backward(cache):
    x, w2, z, hd, o = to32(*[cache[k] for k in ("X", "W2", "z", "h_dropped", "o")])
    Y = cache["Y"]
    onehot = Y if np.ndim(Y) == 2 else np.eye(o.shape[1], dtype=f32)[Y]
    do = (softmax(o) - onehot.astype(f32)) / f32(len(o))
    dh = dropout_backward(do @ w2, cache["mask"], cache["p"])
    dz = dh * (z > 0).astype(f32)
    return {"dL_dW1": dz.T @ x, "dL_db1": dz.sum(axis=0),
            "dL_dW2": do.T @ hd, "dL_db2": do.sum(axis=0)}


def standard_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p not in [0, 1]")
    (x,) = to32(h)
    if not train:
        return x * f32(1 - p), None
    mask = (rng.random(x.shape, dtype=f32) >= p).astype(f32)
    return x * mask, mask


def spatial_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p not in [0, 1]")
    (x,) = to32(h)
    if not train:
        return x.copy(), None
    mask = np.ones_like(x) * (rng.random((x.shape[0], x.shape[1], 1, 1), dtype=f32) >= p)
    mask = mask.astype(f32)
    return (x * mask / f32(1 - p) if p < 1 else x * 0), mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    x, w1, c1, w2, c2 = to32(X, W1, b1, W2, b2)
    h = np.maximum(x @ w1.T + c1, f32(0))
    probs = np.empty((num_samples, len(x), len(c2)), dtype=f32)
    for s in range(num_samples):
        probs[s] = softmax(dropout_forward(h, p, rng)[0] @ w2.T + c2)
    return probs.mean(axis=0), probs.std(axis=0)


def early_stopping(losses, patience, min_delta=0.0):
    losses = np.asarray(losses, dtype=f32)
    best, best_epoch, wait = f32(np.inf), 0, 0
    for epoch, loss in enumerate(losses):
        if loss < best - f32(min_delta):
            best, best_epoch, wait = loss, epoch, 0
            continue
        wait += 1
        if wait >= patience:
            break
    return epoch, best_epoch
