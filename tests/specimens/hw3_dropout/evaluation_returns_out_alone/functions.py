def dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("wrong p")
    h = np.array(h, dtype=float)
    if train is False:
        return h
    mask = (rng.random(h.shape[-1]) >= p) * np.ones(h.shape)   # one number per unit
    if p == 1:
        return 0 * h, mask
    return h * mask / (1 - p), mask


def standard_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("wrong p")
    if train is False:
        return (1 - p) * h
    mask = (rng.random(h.shape[-1]) >= p) * np.ones(h.shape)
    return h * mask, mask


def spatial_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("wrong p")
    if train is False:
        return h
    mask = (rng.random((1, h.shape[1], 1, 1)) >= p) * np.ones(h.shape)
    if p == 1:
        return 0 * h, mask
    return h * mask / (1 - p), mask
