import numpy as np


def sigmoid(x):
    x = np.asarray(x, dtype=float)
    small = np.exp(-np.abs(x))
    top = np.where(x < 0, small, 1.0)
    return top / (1.0 + small)


def sigmoid_grad(x):
    small = np.exp(-np.abs(np.asarray(x, dtype=float)))
    return small / (1.0 + small) ** 2


def sigmoid_gradient_curve():
    grid = np.arange(-80, 80) / 10
    return grid, sigmoid(grid), sigmoid_grad(grid)


class Layer:
    """One layer: remembers what the walk back needs."""

    def __init__(self, W, kind):
        self.W = np.asarray(W, dtype=float)
        self.kind = kind

    def forward(self, inp):
        self.inp = np.asarray(inp, dtype=float)
        pre = self.inp @ self.W.T
        if self.kind == "relu":
            self.out = np.where(pre > 0, pre, 0.0)
            self.slope = (pre > 0) * 1.0
        elif self.kind == "sigmoid":
            self.out = sigmoid(pre)
            self.slope = self.out * (1 - self.out)
        elif self.kind == "tanh":
            self.out = np.tanh(pre)
            self.slope = 1 - self.out**2
        else:
            raise ValueError(self.kind)
        return self.out

    def backward(self, grad):
        delta = grad * self.slope
        self.norm = np.sqrt(((delta.T @ self.inp) ** 2).sum())
        return delta @ self.W


def _network(X, weights, kind):
    if len(X) == 0:
        raise ValueError("empty batch")
    layers = [Layer(W, kind) for W in weights]
    signal = X
    for layer in layers:
        signal = layer.forward(signal)
    return layers


def gradient_norms_by_depth(X, weights, activation="sigmoid"):
    layers = _network(X, weights, activation)
    grad = np.full(layers[-1].out.shape, 1.0 / len(X))
    for layer in reversed(layers):
        grad = layer.backward(grad)
    return np.array([layer.norm for layer in layers])


def random_matrices(rng, count=100, n=4, var=1.0):
    return np.sqrt(var) * rng.standard_normal(size=(count, n, n))


def matrix_product(matrices):
    if len(matrices) == 1:
        return np.array(matrices[0], dtype=float)
    half = len(matrices) // 2
    return matrix_product(matrices[:half]) @ matrix_product(matrices[half:])


def matrix_product_log_norms(matrices):
    logs = []
    carried = 0.0
    P = np.eye(len(matrices[0]))
    for M in matrices:
        P = P @ M
        size = np.linalg.norm(P)
        carried += np.log(size)
        P = P / size
        logs.append(carried)
    return np.array(logs)


def growth_rate(log_norms):
    return float(np.diff(np.asarray(log_norms, dtype=float)).mean())


def product_experiment(rng, count=100, n=4, var=1.0):
    return matrix_product_log_norms(random_matrices(rng, count, n, var))


def constant_init(n_in, n_hidden, n_out, c):
    sizes = [(n_hidden, n_in), (n_out, n_hidden)]
    return tuple(np.full(size, float(c)) for size in sizes)


def symmetry_gap(W1, W2):
    units = np.concatenate([np.asarray(W1, dtype=float), np.asarray(W2, dtype=float).T], axis=1)
    return float(np.abs(units - units[:1]).max())


def _spread(rng, n_in, n_out, variance):
    return rng.normal(0.0, variance**0.5, (n_out, n_in))


def xavier_normal(rng, n_in, n_out):
    return _spread(rng, n_in, n_out, 2 / (n_in + n_out))


def xavier_uniform(rng, n_in, n_out):
    bound = (6 / (n_in + n_out)) ** 0.5
    return bound * (2 * rng.random((n_out, n_in)) - 1)


def activation_variances(X, weights, activation):
    result = []
    for layer in _network(X, weights, activation):
        values = layer.out
        result.append((values**2).mean() - values.mean() ** 2)
    return np.array(result)


def he_normal(rng, n_in, n_out):
    return _spread(rng, n_in, n_out, 2 / n_in)


def leaky_relu(x, alpha=0.1):
    x = np.asarray(x, dtype=float)
    return np.maximum(x, 0) + alpha * np.minimum(x, 0)


def leaky_relu_grad(x, alpha=0.1):
    x = np.asarray(x, dtype=float)
    slope = np.full(x.shape, float(alpha))
    slope[x > 0] = 1
    return slope


def clip_gradients(grads, max_norm):
    total = 0.0
    for g in grads:
        total += np.sum(np.square(np.asarray(g, dtype=float)))
    length = float(np.sqrt(total))
    if length <= max_norm:
        return [np.array(g, dtype=float) for g in grads], length
    shrink = max_norm / length
    return [shrink * np.asarray(g, dtype=float) for g in grads], length
