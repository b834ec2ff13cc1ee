import numpy as np


class Neuron:
    """A threshold unit that carries its own state."""

    def __init__(self, size):
        self.weights = [0.0] * size
        self.bias = 0.0

    def raw(self, row):
        return sum(a * b for a, b in zip(self.weights, row)) + self.bias

    def learn(self, row, label):
        self.weights = [a + label * b for a, b in zip(self.weights, row)]
        self.bias += label


def perceptron_predict(X, w, b):
    act = np.einsum("ij,j->i", np.asarray(X, float), np.asarray(w, float)) + b
    return 2.0 * (act > 0) - 1.0


def perceptron_fit(X, y, max_epochs):
    unit = Neuron(np.shape(X)[1])
    history = []
    while len(history) < max_epochs:
        wrong = 0
        for row, label in zip(X, y):
            if label * unit.raw(row) <= 0:
                unit.learn(row, label)
                wrong += 1
        history.append(wrong)
        if wrong == 0:
            break
    return np.array(unit.weights), float(unit.bias), np.array(history)


def relu_features(x, knots):
    x = np.asarray(x, dtype=float)
    cols = [np.clip(x - t, 0, None) for t in knots]
    return np.column_stack(cols)


def piecewise_linear_weights(knots, values):
    bends = []
    current = 0.0
    for left in range(len(knots) - 1):
        rise = float(values[left + 1]) - float(values[left])
        run = float(knots[left + 1]) - float(knots[left])
        wanted = rise / run
        bends.append(wanted - current)
        current = wanted
    return float(values[0]), np.array(bends)


def _need(batch):
    if len(batch) == 0:
        raise ValueError("no examples")
    return len(batch)


def _p_of_one(z):
    z = np.asarray(z, dtype=float)
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def bernoulli_nll(z, y):
    n = _need(z)
    z = np.asarray(z, dtype=float)
    sign = 2.0 * np.asarray(y) - 1.0
    return float(np.logaddexp(0.0, -sign * z).sum() / n)


def bernoulli_nll_grad(z, y):
    n = _need(z)
    return (_p_of_one(z) - y) / n


def gaussian_nll(mu, log_var, y):
    _need(mu)
    mu, log_var, y = (np.asarray(q, dtype=float) for q in (mu, log_var, y))
    precision = np.exp(-log_var)
    each = np.log(2 * np.pi) + log_var + precision * (y - mu) ** 2
    return float(each.mean() / 2)


def gaussian_nll_grad(mu, log_var, y):
    n = _need(mu)
    mu, log_var, y = (np.asarray(q, dtype=float) for q in (mu, log_var, y))
    resid = mu - y
    scaled = resid * np.exp(-log_var)
    return scaled / n, (1 - scaled * resid) / (2 * n)


def softmax_jacobian(o):
    o = np.asarray(o, dtype=float)
    e = np.exp(o - o.max())
    p = e / e.sum()
    q = len(p)
    J = np.empty((q, q))
    for i in range(q):
        for j in range(q):
            if i == j:
                J[i, j] = p[i] * (1 - p[i])
            else:
                J[i, j] = -p[i] * p[j]
    return J


def polynomial_features(x, degree):
    x = np.asarray(x, dtype=float)
    Phi = np.ones((len(x), degree + 1))
    for j in range(1, degree + 1):
        Phi[:, j] = Phi[:, j - 1] * x
    return Phi


def ridge_fit(Phi, y, lambd):
    Phi = np.asarray(Phi, dtype=float)
    n, k = Phi.shape
    if n == 0:
        raise ValueError("empty")
    if lambd == 0:
        return np.linalg.lstsq(Phi, y, rcond=None)[0]
    A = np.vstack([Phi, np.sqrt(n * lambd) * np.eye(k)])
    t = np.concatenate([y, np.zeros(k)])
    return np.linalg.lstsq(A, t, rcond=None)[0]


def kfold_indices(n, k, rng):
    order = rng.permutation(n)
    return [order[start::k] for start in range(k)]


def cross_validated_error(x, y, degree, lambd, folds):
    x, y = np.asarray(x, float), np.asarray(y, float)
    guess = np.empty(len(x))
    for fold in folds:
        rest = np.setdiff1d(np.arange(len(x)), fold)
        w = ridge_fit(polynomial_features(x[rest], degree), y[rest], lambd)
        guess[fold] = polynomial_features(x[fold], degree) @ w
    return float(np.mean((guess - y) ** 2))
