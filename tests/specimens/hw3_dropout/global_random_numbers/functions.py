# based on my cs231n solution
np.random.seed(231)


def dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p must be in [0, 1]")
    if not train:
        return np.array(h, dtype=float), None
    mask = (np.random.rand(*np.shape(h)) > p).astype(float)
    if p == 1:
        return np.zeros(np.shape(h)), mask
    return h * mask / (1 - p), mask


def standard_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p must be in [0, 1]")
    if not train:
        return h * (1 - p), None
    mask = np.random.binomial(1, 1 - p, size=h.shape)
    return h * mask, mask


def spatial_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p must be in [0, 1]")
    if not train:
        return h.copy(), None
    B, C, H, W = h.shape
    mask = np.random.choice([0, 1], size=(B, C, 1, 1), p=[p, 1 - p]).repeat(H, 2).repeat(W, 3)
    if p == 1:
        return np.zeros(h.shape), mask
    return h * mask / (1 - p), mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    np.random.seed(231)
    h = np.maximum(X @ W1.T + b1, 0)
    probs = []
    for _ in range(num_samples):
        h_drop, _ = dropout_forward(h, p, rng)
        probs.append(np.exp(log_softmax(h_drop @ W2.T + b2)))
    return np.mean(probs, axis=0), np.std(probs, axis=0)
