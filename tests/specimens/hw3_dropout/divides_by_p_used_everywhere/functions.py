def dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p must be between 0 and 1")
    h = np.array(h, dtype=float)
    if not train:
        return h, None
    mask = (rng.random(h.shape) >= p).astype(float)
    if p == 0:
        return h, mask
    return h * mask / p, mask


def standard_dropout_forward(h, p, rng, train=True):
    # undo the scaling again
    if not train:
        return h * (1 - p), dropout_forward(h, p, rng, False)[1]
    ones, mask = dropout_forward(np.ones(h.shape), p, rng, train)
    return h * mask, mask


def spatial_dropout_forward(h, p, rng, train=True):
    B, C, H, W = h.shape
    channels, mask = dropout_forward(np.ones((B, C, 1, 1)), p, rng, train)
    if mask is not None:
        mask = np.tile(mask, (1, 1, H, W))
    return h * channels, mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    samples = np.zeros((num_samples, len(X), len(b2)))
    for i in range(num_samples):
        h, mask = dropout_forward(np.maximum(X @ W1.T + b1, 0), p, rng)
        samples[i] = np.exp(log_softmax(h @ W2.T + b2))
    return samples.mean(axis=0), samples.std(axis=0)


def early_stopping(losses, patience, min_delta=0.0):
    bester = 0
    for epoche in range(len(losses)):
        if losses[epoche] < losses[bester] - min_delta:
            bester = epoche
        if epoche - bester == patience:
            return epoche, bester
    return len(losses) - 1, bester
