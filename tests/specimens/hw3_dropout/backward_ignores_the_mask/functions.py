def dropout_forward(h, p, rng, train=True):
    if not (p >= 0 and p <= 1):
        raise ValueError('p should be in [0,1]')
    if not train:
        return np.array(h, dtype='float64'), None
    u = rng.random(np.shape(h))
    mask = np.ones(np.shape(h))
    mask[u < p] = 0
    # print(mask)
    if p == 1:
        return np.zeros(np.shape(h)), mask
    return h * mask / (1 - p), mask


def dropout_backward(dout, mask, p):
    # derivative of h / (1 - p)
    if mask is None:
        return dout * 1.0
    if p == 1:
        return np.zeros(dout.shape)
    return dout / (1 - p)


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    if X.shape[0] == 0:
        raise ValueError("need at least one example")
    z = X @ W1.T + b1
    h = np.maximum(z, 0)
    h_dropped = h if mask is None else h * mask * (1 / (1 - p) if p < 1 else 0)
    o = h_dropped @ W2.T + b2
    L = -np.mean(np.sum(one_hot(Y, o.shape[1]) * log_softmax(o), axis=1))
    return {
        "X": X, "Y": Y, "z": z, "h": h, "h_dropped": h_dropped, "o": o, "L": L,
        "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask,
    }


def standard_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1: raise ValueError('p should be in [0,1]')
    if not train: return h * (1 - p), None
    mask = (rng.random(h.shape) >= p) * 1
    return h * mask, mask


def spatial_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1: raise ValueError('p should be in [0,1]')
    if not train: return h.copy(), None
    B, C, H, W = h.shape
    mask = (rng.random((B, C)) >= p)[:, :, np.newaxis, np.newaxis] * np.ones((1, 1, H, W))
    if p == 1: return np.zeros(h.shape), mask
    return h * mask / (1 - p), mask
