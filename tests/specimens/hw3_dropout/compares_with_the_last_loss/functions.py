def standard_dropout_forward(h, p, rng, train=True):
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"p must lie in [0, 1], got {p}")
    if not train:
        return p * h, None
    mask = (rng.random(h.shape) < 1.0 - p).astype(float)
    return h * mask, mask


def early_stopping(losses, patience, min_delta=0.0):
    best_epoch = 0
    count = 0
    for i in range(1, len(losses)):
        if losses[i - 1] - losses[i] > min_delta:
            count = 0
            best_epoch = i
        else:
            count += 1
        if count == patience:
            return i, best_epoch
    return len(losses) - 1, best_epoch
