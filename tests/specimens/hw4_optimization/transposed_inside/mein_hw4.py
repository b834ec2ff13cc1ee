import numpy as np


# Ich rechne lieber mit Merkmalen in Zeilen.
def momentum_step(w, grad, v, lr, mu):
    return [w - lr * (mu * v + grad), mu * v + grad]


def adam_step(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
    return w, m, v


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    X = np.asfortranarray(x, dtype=float).T
    d, B = X.shape
    if B == 0:
        raise ValueError("leerer Batch")
    spalte = lambda a: np.asarray(a, dtype=float).reshape(d, 1)
    mittel, varianz = spalte(running_mean), spalte(running_var)
    neu = mittel, varianz
    if train:
        mittel = X.mean(axis=1, keepdims=True)
        varianz = X.var(axis=1, keepdims=True)
        neu = [
            (1 - momentum) * spalte(running_mean) + momentum * mittel,
            (1 - momentum) * spalte(running_var) + momentum * varianz * B / (B - 1),
        ]
    Z = (X - mittel) / np.sqrt(varianz + eps)
    out = spalte(gamma) * Z + spalte(beta)
    cache = {"Z": Z, "s": np.sqrt(varianz + eps), "gamma": spalte(gamma), "lernt": train}
    return [out.T, cache, neu[0].ravel(), neu[1].ravel()]


def batchnorm_backward(dout, cache):
    D = dout.T
    Z, s = cache["Z"], cache["s"]
    dZ = D * cache["gamma"]
    if cache["lernt"]:
        dZ = dZ - dZ.mean(1, keepdims=True) - Z * (dZ * Z).mean(1, keepdims=True)
    return [(dZ / s).T, (D * Z).sum(1), D.sum(1)]


import numpy as np


def nesterov_step(w, grad, v, lr, mu):
    """v = mu v + grad, then w = w - lr (grad + mu v) with the new v. Returns (w, v)."""
    grad = np.asarray(grad)
    v = mu * np.asarray(v) + grad
    return (w - lr * (grad + mu * v), v)


def rmsprop_step(w, grad, s, lr, beta=0.9, eps=1e-08):
    """S = beta s + (1 - beta) grad^2, then w = w - lr grad / (sqrt(s) + eps). Returns (w, s)."""
    grad = np.asarray(grad, dtype=float)
    s = beta * np.asarray(s) + (1 - beta) * grad ** 2
    return (w - lr * grad / (np.sqrt(s) + eps), s)


def adagrad_step(w, grad, s, lr, eps=1e-08):
    """S = s + grad^2, then w = w - lr grad / (sqrt(s) + eps). Returns (w, s)."""
    grad = np.asarray(grad, dtype=float)
    s = s + grad ** 2
    return (w - lr * grad / (np.sqrt(s) + eps), s)


def warmup_cosine(t, total, lr, warmup=0, lr_min=0.0):
    """The learning rate of step t = 0, ..., total - 1: a linear rise, then half a cosine."""
    if t < warmup:
        return float(lr * (t + 1) / warmup)
    steps = max(total - 1 - warmup, 1)
    return float(lr_min + (lr - lr_min) * (1 + np.cos(np.pi * (t - warmup) / steps)) / 2)


def step_decay(t, lr, factor, every):
    """The learning rate of step t: multiplied by factor after every `every` steps."""
    return float(lr * factor ** (t // every))
