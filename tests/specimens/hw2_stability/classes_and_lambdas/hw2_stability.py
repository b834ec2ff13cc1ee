import numpy as np
from math import sqrt, log


class Init:
    def __init__(self, n_in, n_out):
        self.n_in, self.n_out = n_in, n_out

    @property
    def shape(self):
        return self.n_out, self.n_in

    def normal(self, rng):
        return rng.normal(0, sqrt(2 / sum(self.shape)), self.shape)

    def uniform(self, rng):
        a = sqrt(6 / sum(self.shape))
        return rng.uniform(low=-a, high=a, size=self.shape)


xavier_normal = lambda rng, n_in, n_out: Init(n_in, n_out).normal(rng)
xavier_uniform = lambda rng, n_in, n_out: Init(n_in, n_out).uniform(rng)
growth_rate = lambda log_norms: (log_norms[-1] - log_norms[0]) / (len(log_norms) - 1)


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


def product_experiment(rng, count=100, n=4, var=1.0):
    return matrix_product_log_norms(random_matrices(rng, count, n, var))


def constant_init(n_in, n_hidden, n_out, c):
    return c * np.ones((n_hidden, n_in)), c * np.ones((n_out, n_hidden))


def symmetry_gap(W1, W2):
    return max(np.max(np.abs(W1 - W1[0])), np.max(np.abs(W2 - W2[:, [0]])))


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


class He(Init):
    def normal(self, rng):
        return sqrt(2) * rng.normal(0, 1 / sqrt(self.n_in), self.shape)


he_normal = lambda rng, n_in, n_out: He(n_in, n_out).normal(rng)
leaky_relu = lambda x, alpha=0.1: alpha * np.minimum(x, 0) + np.maximum(0, x)
leaky_relu_grad = lambda x, alpha=0.1: alpha + (1 - alpha) * (np.asarray(x) > 0)


def clip_gradients(grads, max_norm):
    norm = np.sqrt(sum(np.vdot(g, g) for g in grads))
    return [g / max(1, norm / max_norm) for g in grads], norm
