def sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))


def softmax(o):
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    e = np.exp(o)
    return e / e.sum(axis=-1, keepdims=True)


def cross_entropy(o, y):
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    B = o.shape[0] if o.ndim == 2 else 1
    p = (to_one_hot(o, y) * softmax(o)).sum(axis=-1)
    return float(-np.log(p).sum() / B)
