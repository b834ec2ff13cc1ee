# hw3 -- reuse as much as possible
import numpy as np


class _Fixed:
    """Looks like a generator, but hands out the numbers that lead to a given mask."""

    def __init__(self, mask):
        self.mask = mask

    def random(self, shape):
        return np.where(np.asarray(self.mask, dtype=bool), 2.0, -1.0)


def dropout_forward(h, p, rng, train=True):
    if not 0 <= p <= 1:
        raise ValueError("p")
    if not train:
        return np.array(h, dtype=float), None
    mask = (rng.random(np.shape(h)) >= p).astype(int)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(h * mask / (1 - p), posinf=0.0, neginf=0.0), mask


def dropout_backward(dout, mask, p):
    # linear in h with a symmetric matrix: backward == forward with the same mask
    return dropout_forward(dout, p, _Fixed(mask), train=mask is not None)[0]


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    if len(X) == 0:
        raise ValueError("empty")
    z = X @ W1.T + b1
    h = np.maximum(z, 0)
    h_dropped, _ = dropout_forward(h, p, _Fixed(mask), train=mask is not None)
    o = h_dropped @ W2.T + b2
    q = o.shape[1]
    T = Y if Y.ndim == 2 else np.eye(q)[Y]
    log_softmax = o - np.logaddexp.reduce(o, axis=1)[:, None]
    L = -(T * log_softmax).sum(1).mean()
    return dict(X=X, Y=Y, W1=W1, b1=b1, W2=W2, b2=b2, p=p, mask=mask, z=z, h=h,
                h_dropped=h_dropped, o=o, L=L)


def mlp_dropout_backward(cache):
    o = cache["o"]
    T = cache["Y"] if cache["Y"].ndim == 2 else np.eye(o.shape[1])[cache["Y"]]
    do = (np.exp(o - np.logaddexp.reduce(o, axis=1)[:, None]) - T) / len(T)
    dz = dropout_backward(do @ cache["W2"], cache["mask"], cache["p"]) * np.sign(cache["h"])
    return dict(dL_dW1=dz.T @ cache["X"], dL_db1=dz.sum(0),
                dL_dW2=do.T @ cache["h_dropped"], dL_db2=do.sum(0))


def standard_dropout_forward(h, p, rng, train=True):
    _, mask = dropout_forward(h, p, rng, train)
    return (h * (1 - p) if mask is None else h * mask), mask


def spatial_dropout_forward(h, p, rng, train=True):
    factor, mask = dropout_forward(np.ones(h.shape[:2] + (1, 1)), p, rng, train)
    return h * factor, None if mask is None else mask * np.ones_like(h)


def _masks(shape, p, rng, n):
    for _ in range(n):
        yield dropout_forward(np.ones(shape), p, rng)[1]


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    # labels are not needed for the logits: any one-hot rows will do
    dummy = np.eye(len(b2))[np.zeros(len(X), dtype=int)]
    probs = []
    for mask in _masks((len(X), len(b1)), p, rng, num_samples):
        o = mlp_dropout_forward(X, dummy, W1, b1, W2, b2, p, mask)["o"]
        e = np.exp(o - o.max(1, keepdims=True))
        probs.append(e / e.sum(1, keepdims=True))
    return np.mean(probs, 0), np.std(probs, 0)


def early_stopping(losses, patience, min_delta=0.0):
    def go(epoch, best, best_epoch, misses):
        if misses == patience or epoch == len(losses):
            return epoch - 1, best_epoch
        if losses[epoch] < best - min_delta:
            return go(epoch + 1, losses[epoch], epoch, 0)
        return go(epoch + 1, best, best_epoch, misses + 1)

    return go(0, float("inf"), 0, 0)
