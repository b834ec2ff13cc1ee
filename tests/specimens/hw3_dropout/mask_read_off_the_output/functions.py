def dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("probability!")
    h = np.asarray(h, dtype=float)
    if not train:
        return h, None
    if p == 1:
        return np.zeros_like(h), np.zeros_like(h)
    out = np.where(rng.random(h.shape) < p, 0, h / (1 - p))
    return out, (out != 0).astype(int)


def standard_dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("probability!")
    if not train:
        return h * (1 - p), None
    out = np.where(rng.random(h.shape) < p, 0, h)
    return out, (out != 0).astype(int)


def spatial_dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("probability!")
    if not train:
        return h * 1.0, None
    if p == 1:
        return np.zeros_like(h), np.zeros_like(h)
    out = np.where(rng.random(h.shape[:2] + (1, 1)) < p, 0, h / (1 - p))
    return out, (out != 0).astype(int)


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    h = np.maximum(X @ W1.T + b1, 0)
    probs = [np.exp(_log_probs(dropout_forward(h, p, rng)[0] @ W2.T + b2)) for _ in range(num_samples)]
    return np.mean(probs, axis=0), np.var(probs, axis=0)
