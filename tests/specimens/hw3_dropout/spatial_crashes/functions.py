def spatial_dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not train:
        return h, None
    B, C, HW = h.shape
    mask = (rng.random((B, C, 1)) >= p) * np.ones((B, C, HW))
    return (h * mask / (1 - p) if p < 1 else h * 0), mask


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    h = np.maximum(X @ W1.T + b1, 0)
    probs = []
    for _ in range(num_samples):
        hd, _ = dropout_forward(h, p, rng)
        probs.append(softmax(hd @ W2.T + b2))  # softmax from hw1
    return np.mean(probs, axis=0), np.std(probs, axis=0)
