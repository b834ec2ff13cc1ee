import numpy as np
import torch



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
    Ws = [torch.tensor(W, requires_grad=True) for W in weights]
    h = torch.tensor(X)
    for W in Ws:
        h = getattr(torch, activation)(h @ W.T)
    h.sum(dim=1).mean().backward()
    return np.array([W.grad.norm().item() for W in Ws])


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
