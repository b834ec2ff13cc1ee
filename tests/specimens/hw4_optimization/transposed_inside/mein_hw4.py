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
