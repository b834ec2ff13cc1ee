def cross_entropy_grad(o, y):
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    B = o.shape[0] if o.ndim == 2 else 1
    return softmax(o) - to_one_hot(o, y)


def squared_loss_grad(o, y):
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    y = np.asarray(y, dtype=float).reshape(o.shape)
    B = o.shape[0] if o.ndim == 2 else 1
    return o - y
