def _check(p):
    if not 0 <= p <= 1:
        raise ValueError(f"{p} is not in [0, 1]")


def _gaps(n, p, rng):
    """Bernoulli(p) trials by the gaps between successes: much fewer draws for a small p."""
    hit = np.zeros(n, dtype=np.int8)
    if p > 0:
        at = rng.geometric(p) - 1
        while at < n:
            hit[at] = 1
            at += rng.geometric(p)
    return hit


def _number_first(n, p, rng):
    """How many, then which ones: the same law as n independent coins."""
    k = rng.binomial(n, p)
    coins = np.array([1] * k + [0] * (n - k), dtype=np.uint8)
    rng.shuffle(coins)
    return coins


def dropout_forward(h, p, rng, train=True):
    _check(p)
    h = np.asarray(h)
    if not train:
        return [h * 1.0, None]
    mask = (1 - _gaps(h.size, p, rng)).reshape(h.shape)
    return [np.divide(h, 1 - p, out=np.zeros(h.shape), where=mask.astype(bool)), mask]


def dropout_backward(dout, mask, p):
    if mask is None:
        return dout * 1.0
    return np.divide(dout, 1 - p, out=np.zeros(dout.shape), where=np.asarray(mask, dtype=bool))


def standard_dropout_forward(h, p, rng, train=True):
    _check(p)
    if not train:
        return [h - p * h, None]
    mask = _number_first(h.size, 1 - p, rng).reshape(h.shape)
    return [h * mask, mask]


def spatial_dropout_forward(h, p, rng, train=True):
    _check(p)
    if not train:
        return [h * 1.0, None]
    mask = _number_first(h.shape[0] * h.shape[1], 1 - p, rng).reshape(h.shape[:2])
    out = np.zeros(h.shape)
    for b, c in zip(*np.nonzero(mask)):
        out[b, c] = h[b, c] / (1 - p)
    return [out, np.kron(mask[:, :, None, None], np.ones((1, 1, *h.shape[2:])))]


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    # all copies of the batch stacked on top of each other: one forward pass
    h = np.tile(np.maximum(X @ W1.T + b1, 0), (num_samples, 1))
    keep = _number_first(h.size, 1 - p, rng).reshape(h.shape)
    P = np.exp(_log_probs(dropout_backward(h, keep, p) @ W2.T + b2)).reshape(num_samples, len(X), -1)
    m = P.mean(axis=0)
    return m, np.linalg.norm(P - m, axis=0) / num_samples ** 0.5


def early_stopping(losses, patience, min_delta=0.0):
    """Epoch t improves iff it is below every earlier best; store the bests on a stack."""
    bests = [0]
    t = 0
    for t in range(1, len(losses)):
        if losses[t] + min_delta < losses[bests[-1]]:
            bests.append(t)
        if t - bests[-1] >= patience:
            break
    return [t, bests[-1]]
