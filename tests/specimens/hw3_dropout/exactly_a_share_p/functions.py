def dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p out of range")
    h = np.asarray(h, dtype=float)
    if not train:
        return h.copy(), None
    n_drop = int(round(p * h.size))
    mask = np.ones(h.size)
    mask[rng.permutation(h.size)[:n_drop]] = 0   # drop p*100 % of the units
    mask = mask.reshape(h.shape)
    return (h * mask / (1 - p) if p < 1 else h * 0), mask


def standard_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p out of range")
    if not train:
        return h * (1 - p), None
    mask = np.ones(h.shape)
    for row in mask:
        row[rng.choice(len(row), size=int(round(p * len(row))), replace=False)] = 0
    return h * mask, mask


def spatial_dropout_forward(h, p, rng, train=True):
    if p < 0 or p > 1:
        raise ValueError("p out of range")
    if not train:
        return h * 1.0, None
    mask = np.ones(h.shape)
    for example in mask:
        example[rng.choice(len(example), size=int(round(p * len(example))), replace=False)] = 0
    return (h * mask / (1 - p) if p < 1 else h * 0), mask
