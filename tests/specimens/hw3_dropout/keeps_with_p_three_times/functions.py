def dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not train:
        return h * 1.0, None
    mask = rng.random(h.shape) < p
    if p == 1:
        return np.zeros(h.shape), np.zeros(h.shape)
    if p == 0:
        return h * 1.0, np.ones(h.shape)
    return h * mask / (1 - p), mask


def standard_dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not train:
        return h * (1 - p), None
    mask = rng.random(h.shape) < p
    return h * mask, mask


def spatial_dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not train:
        return h * 1.0, None
    mask = np.ones(h.shape) * (rng.random(h.shape[:2] + (1, 1)) < p)
    return h * mask / (1 - p), mask


def early_stopping(losses, patience, min_delta=0.0):
    best, best_epoch, wait = np.inf, 0, 0
    for t, loss in enumerate(losses):
        if loss < best - min_delta:
            best, best_epoch, wait = loss, t, 0
        else:
            wait += 1
            if wait > patience:
                return t, best_epoch
    return len(losses) - 1, best_epoch
