def dropout_forward(h, p, rng, train=True):
    if p < 0.0 or p > 1.0:
        raise ValueError("bad p")
    if train:
        return np.copy(h).astype(float), None
    else:
        mask = (rng.random(h.shape) >= p).astype(float)
        if p == 1.0:
            return np.zeros(h.shape), mask
        return h * mask / (1.0 - p), mask


def early_stopping(losses, patience, min_delta=0.0):
    best_loss = float("inf")
    wait = 0
    for epoch in range(len(losses)):
        if losses[epoch] < best_loss - min_delta:
            best_loss = losses[epoch]
            best_epoch = epoch
            wait = 0
        else:
            wait += 1
            if wait >= patience:
                stop_epoch = epoch
                best_epoch = epoch
                break
    else:
        stop_epoch = len(losses) - 1
    return stop_epoch, best_epoch
