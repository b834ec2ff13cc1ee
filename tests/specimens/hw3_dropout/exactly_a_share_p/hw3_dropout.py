import numpy as np


def dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p out of range")
    h = np.asarray(h, dtype=float)
    if not train:
        return h.copy(), None
    n_drop = int(round(p * h.size))
    mask = np.ones(h.size)
    mask[rng.permutation(h.size)[:n_drop]] = 0   # drop p*100 % of the units
    mask = mask.reshape(h.shape)
    return (h * mask / (1 - p) if p < 1 else h * 0), mask


def dropout_backward(dout, mask, p):
    if mask is None:
        return dout
    if p == 1:
        return np.zeros(dout.shape)
    return dout * mask / (1 - p)


def one_hot(Y, q):
    if Y.ndim == 2:
        return Y
    out = np.zeros((Y.size, q))
    out[np.arange(Y.size), Y] = 1
    return out


def log_softmax(o):
    m = np.max(o, axis=1, keepdims=True)
    return o - m - np.log(np.sum(np.exp(o - m), axis=1, keepdims=True))


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    if X.shape[0] == 0:
        raise ValueError("need at least one example")
    z = X @ W1.T + b1
    h = np.maximum(z, 0)
    h_dropped = dropout_backward(h, mask, p)
    o = h_dropped @ W2.T + b2
    L = -np.mean(np.sum(one_hot(Y, o.shape[1]) * log_softmax(o), axis=1))
    return {
        "X": X, "Y": Y, "z": z, "h": h, "h_dropped": h_dropped, "o": o, "L": L,
        "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask,
    }


def mlp_dropout_backward(cache):
    B, q = cache["o"].shape
    do = (np.exp(log_softmax(cache["o"])) - one_hot(cache["Y"], q)) / B
    dh = dropout_backward(do @ cache["W2"], cache["mask"], cache["p"])
    dz = dh * (cache["z"] > 0)
    return {
        "dL_dW2": do.T @ cache["h_dropped"],
        "dL_db2": do.sum(axis=0),
        "dL_dW1": dz.T @ cache["X"],
        "dL_db1": dz.sum(axis=0),
    }


def standard_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p out of range")
    if not train:
        return h * (1 - p), None
    mask = np.ones(h.shape)
    for row in mask:
        row[rng.choice(len(row), size=int(round(p * len(row))), replace=False)] = 0
    return h * mask, mask


def spatial_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p out of range")
    if not train:
        return h * 1.0, None
    mask = np.ones(h.shape)
    for example in mask:
        example[rng.choice(len(example), size=int(round(p * len(example))), replace=False)] = 0
    return (h * mask / (1 - p) if p < 1 else h * 0), mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    h = np.maximum(X @ W1.T + b1, 0)
    results = []
    for _ in range(num_samples):
        dropped, _ = dropout_forward(h, p, rng, train=True)
        results.append(np.exp(log_softmax(dropped @ W2.T + b2)))
    return np.mean(results, axis=0), np.std(results, axis=0)


def early_stopping(losses, patience, min_delta=0.0):
    best_loss, best_epoch, misses = None, None, 0
    for epoch, loss in enumerate(losses):
        if best_loss is None or loss < best_loss - min_delta:
            best_loss, best_epoch, misses = loss, epoch, 0
        else:
            misses += 1
        if misses >= patience:
            return epoch, best_epoch
    return epoch, best_epoch
