import numpy as np



def sigmoid(x):
    x = np.asarray(x, dtype=float)
    out = np.empty_like(x)
    pos = x >= 0
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    ex = np.exp(x[~pos])
    out[~pos] = ex / (1 + ex)
    return out


def sigmoid_grad(x):
    s = sigmoid(x)
    return s * (1 - s)


def sigmoid_gradient_curve():
    x = np.arange(-8, 8, 0.1)
    return x, sigmoid(x), sigmoid_grad(x)


def gradient_norms_by_depth(X, weights, activation="sigmoid"):
    if activation == "sigmoid":
        f, df = sigmoid, sigmoid_grad
    elif activation == "tanh":
        f, df = np.tanh, lambda z: 1 - np.tanh(z) ** 2
    elif activation == "relu":
        f, df = lambda z: np.maximum(0, z), lambda z: (z > 0) * 1.0
    else:
        raise ValueError(activation)
    B = X.shape[0]
    if B == 0:
        raise ValueError("empty batch")
    # forward
    H, Z = [X], []
    for W in weights:
        Z.append(H[-1] @ W.T)
        H.append(f(Z[-1]))
    # backward
    grad_h = np.ones(H[-1].shape) / B
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        grad_z = grad_h * df(Z[l])
        norms.append(np.linalg.norm(grad_z.T @ H[l]))
        grad_h = grad_z @ weights[l]
    return np.array(norms[::-1])


def random_matrices(rng, count=100, n=4, var=1.0):
    return rng.normal(0, np.sqrt(var), size=(count, n, n))


def matrix_product(matrices):
    P = np.array(matrices[0], dtype=float)
    for M in matrices[1:]:
        P = P @ M
    return P


def matrix_product_log_norms(matrices):
    P = np.eye(matrices.shape[1])
    total = 0.0
    result = []
    for M in matrices:
        P = P @ M
        norm = np.linalg.norm(P)
        P = P / norm
        total += np.log(norm)
        result.append(total)
    return np.array(result)


def growth_rate(log_norms):
    return (log_norms[-1] - log_norms[0]) / (len(log_norms) - 1)


def product_experiment(rng, count=100, n=4, var=1.0):
    return matrix_product_log_norms(random_matrices(rng, count, n, var))


def constant_init(n_in, n_hidden, n_out, c):
    return c * np.ones((n_hidden, n_in)), c * np.ones((n_out, n_hidden))


def symmetry_gap(W1, W2):
    return max(np.max(np.abs(W1 - W1[0])), np.max(np.abs(W2 - W2[:, [0]])))


def xavier_normal(rng, n_in, n_out):
    return rng.normal(scale=np.sqrt(2 / (n_in + n_out)), size=(n_out, n_in))


def xavier_uniform(rng, n_in, n_out):
    a = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-a, a, size=(n_out, n_in))


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


if __name__ == "__main__":
    print(product_experiment(np.random.default_rng(0)))


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
