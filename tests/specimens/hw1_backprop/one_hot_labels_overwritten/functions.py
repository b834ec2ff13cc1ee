import numpy as np


def cross_entropy_grad(o, y):
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("no examples")
    B = o.shape[0] if o.ndim == 2 else 1
    p = softmax(o)
    if np.ndim(y) == o.ndim:
        # saves an array
        np.subtract(p, y, out=y)
        y /= B
        return y.copy()
    p[(np.arange(B), y) if o.ndim == 2 else y] -= 1
    return p / B
