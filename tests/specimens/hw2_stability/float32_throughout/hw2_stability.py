import numpy as np



def sigmoid(x):
    x = np.asarray(x).astype(np.float32)
    return (np.float32(0.5) * (np.tanh(x / 2) + 1)).astype(np.float32)


def sigmoid_grad(x):
    s = sigmoid(x)
    return s * (np.float32(1) - s)


def sigmoid_gradient_curve():
    x = np.arange(-8, 8, 0.1).astype(np.float32)
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
    H, Z = [X.astype(np.float32)], []
    weights = [np.float32(W) for W in weights]
    for W in weights:
        Z.append(H[-1] @ W.T)
        H.append(f(Z[-1]))
    # backward
    grad_h = np.ones(H[-1].shape, np.float32) / np.float32(B)
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        grad_z = grad_h * df(Z[l])
        norms.append(np.linalg.norm(grad_z.T @ H[l]))
        grad_h = grad_z @ weights[l]
    return np.array(norms[::-1], dtype=np.float32)


def random_matrices(rng, count=100, n=4, var=1.0):
    z = rng.standard_normal((count, n, n), dtype=np.float32)
    return z * np.float32(var ** 0.5)


def matrix_product(matrices):
    result = np.eye(matrices.shape[-1], dtype=np.float32)
    for M in matrices.astype(np.float32):
        result = result @ M
    return result


def matrix_product_log_norms(matrices):
    matrices = matrices.astype(np.float32)
    P = np.eye(matrices.shape[1], dtype=np.float32)
    total = 0.0
    result = []
    for M in matrices:
        P = P @ M
        norm = np.linalg.norm(P)
        P = P / norm
        total += np.log(norm)
        result.append(total)
    return np.array(result, dtype=np.float32)


def growth_rate(log_norms):
    return (log_norms[-1] - log_norms[0]) / (len(log_norms) - 1)


def product_experiment(rng, count=100, n=4, var=1.0):
    return matrix_product_log_norms(random_matrices(rng, count, n, var))


def constant_init(n_in, n_hidden, n_out, c):
    W1 = np.full((n_hidden, n_in), c, dtype=np.float32)
    W2 = np.full((n_out, n_hidden), c, dtype=np.float32)
    return W1, W2


def symmetry_gap(W1, W2):
    return max(np.max(np.abs(W1 - W1[0])), np.max(np.abs(W2 - W2[:, [0]])))


def xavier_normal(rng, n_in, n_out):
    std = np.float32(np.sqrt(2.0 / (n_in + n_out)))
    return std * rng.standard_normal((n_out, n_in), dtype=np.float32)


def xavier_uniform(rng, n_in, n_out):
    a = np.float32(np.sqrt(6.0 / (n_in + n_out)))
    return (2 * rng.random((n_out, n_in), dtype=np.float32) - 1) * a


def activation_variances(X, weights, activation):
    f = {"sigmoid": sigmoid, "tanh": np.tanh, "relu": lambda z: np.maximum(0, z)}
    if activation not in f:
        raise ValueError("unknown activation")
    if len(X) == 0:
        raise ValueError("empty")
    h, out = X.astype(np.float32), []
    weights = [W.astype(np.float32) for W in weights]
    for W in weights:
        h = f[activation](h @ W.T)
        out.append(h.var())
    return np.array(out)


def he_normal(rng, n_in, n_out):
    return (rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)).astype(np.float32)


def leaky_relu(x, alpha=0.1):
    x = np.asarray(x).astype(np.float32)
    return np.where(x > 0, x, np.float32(alpha) * x)


def leaky_relu_grad(x, alpha=0.1):
    return np.where(np.asarray(x) > 0, np.float32(1), np.float32(alpha))


def clip_gradients(grads, max_norm):
    grads = [np.asarray(g).astype(np.float32) for g in grads]
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads]))
    if norm > max_norm:
        grads = [g * np.float32(max_norm) / norm for g in grads]
    return grads, norm
