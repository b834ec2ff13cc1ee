import numpy as np



def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(np.asarray(x) >= 0, 1.0, e) / (1.0 + e)


def sigmoid_grad(x):
    s = sigmoid(x)
    return s * (1 - s)


def sigmoid_gradient_curve():
    x = np.arange(-8, 8, 0.1)
    return x, sigmoid(x), sigmoid_grad(x)


def gradient_norms_by_depth(X, weights, activation="sigmoid"):
    """Products of explicit Jacobians, example by example (5.4.2), with columns instead of rows."""
    table = {
        "relu": (lambda z: z * (z > 0), lambda z: 1.0 * (z > 0)),
        "sigmoid": (sigmoid, sigmoid_grad),
        "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    }
    if activation not in table:
        raise ValueError(f"unknown activation {activation}")
    if len(X) == 0:
        raise ValueError("empty batch")
    phi, slope = table[activation]
    totals = [np.zeros(W.shape) for W in weights]
    for x in X:
        hs, jacobians, slopes = [x.reshape(-1, 1)], [], []
        for W in weights:
            z = W @ hs[-1]
            hs.append(phi(z))
            slopes.append(np.diag(slope(z)[:, 0]))
            jacobians.append(slopes[-1] @ W)
        for l in range(len(weights)):
            row = np.ones((1, len(hs[-1])))
            for J in jacobians[:l:-1]:
                row = row @ J
            totals[l] += (row @ slopes[l]).T @ hs[l].T
    return np.array([np.linalg.norm(T / len(X), "fro") for T in totals])


def random_matrices(rng, count=100, n=4, var=1.0):
    # Box-Muller
    u, v = rng.random((2, count, n, n))
    return np.sqrt(var) * np.sqrt(-2 * np.log(1 - u)) * np.cos(2 * np.pi * v)


def matrix_product(matrices):
    P = np.array(matrices[0], dtype=float)
    for M in matrices[1:]:
        P = P @ M
    return P


def matrix_product_log_norms(matrices):
    product, exponent, logs = None, 0, []
    for M in matrices:
        product = M.astype(float) if product is None else product @ M
        _, e = np.frexp(np.abs(product).max())
        product = np.ldexp(product, -int(e))
        exponent += int(e)
        logs.append(0.5 * np.log((product * product).sum()) + exponent * np.log(2))
    return np.asarray(logs)


def growth_rate(log_norms):
    return np.diff(log_norms).mean()


def product_experiment(rng, count=100, n=4, var=1.0):
    """One matrix at a time, without the helpers."""
    P, log, logs = np.eye(n), 0.0, []
    while len(logs) < count:
        P = P @ (np.sqrt(var) * rng.standard_normal((n, n)))
        size = np.sqrt(np.trace(P.T @ P))
        P /= size
        log += np.log(size)
        logs.append(log)
    return np.array(logs)


def constant_init(n_in, n_hidden, n_out, c):
    return c * np.ones((n_hidden, n_in)), c * np.ones((n_out, n_hidden))


def symmetry_gap(W1, W2):
    units = np.hstack([W1, W2.T]).astype(float)
    return np.linalg.norm((units - units[0]).ravel(), ord=np.inf)


def xavier_normal(rng, n_in, n_out):
    flat = rng.normal(size=n_in * n_out) / np.sqrt((n_in + n_out) / 2)
    return flat.reshape(n_in, n_out).T


def xavier_uniform(rng, n_in, n_out):
    sigma = np.sqrt(2 / (n_in + n_out))
    return sigma * np.sqrt(12) * (rng.random((n_out, n_in)) - 0.5)


def activation_variances(X, weights, activation):
    f = {"sigmoid": sigmoid, "tanh": np.tanh, "relu": lambda z: np.maximum(0, z)}
    if activation not in f:
        raise ValueError("unknown activation")
    if len(X) == 0:
        raise ValueError("empty")
    h, out = X, []
    for W in weights:
        h = f[activation](h @ W.T)
        out.append(h.var())
    return np.array(out)


import numpy as np


def he_normal(rng, n_in, n_out):
    """(n_out, n_in) of N(0, 2 / n_in)."""
    return rng.normal(0.0, np.sqrt(2.0 / n_in), (n_out, n_in))


def leaky_relu(x, alpha=0.1):
    """X where x > 0, alpha x elsewhere."""
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, x, alpha * x)


def leaky_relu_grad(x, alpha=0.1):
    """1 where x > 0, alpha elsewhere, also at 0."""
    return np.where(np.asarray(x) > 0, 1.0, float(alpha))


def clip_gradients(grads, max_norm):
    """(grads times min(1, max_norm / norm), norm) with the norm of all arrays together."""
    grads = [np.asarray(grad, dtype=float) for grad in grads]
    norm = float(np.sqrt(sum((np.sum(grad ** 2) for grad in grads))))
    factor = max_norm / norm if norm > max_norm else 1.0
    return ([factor * grad for grad in grads], norm)
