import math


def perceptron_predict(X, w, b):
    labels = []
    for row in X:
        total = b
        for value, weight in zip(row, w):
            total += value * weight
        labels.append(1 if total > 0 else -1)
    return np.array(labels)


def perceptron_fit(X, y, max_epochs):
    weights = [0.0] * (len(X[0]) + 1)
    mistakes = []
    epoch = 0
    while epoch < max_epochs:
        wrong = 0
        for row, label in zip(X, y):
            extended = list(row) + [1.0]
            total = sum(v * t for v, t in zip(weights, extended))
            if label * total <= 0:
                wrong += 1
                weights = [v + label * t for v, t in zip(weights, extended)]
        mistakes.append(wrong)
        epoch += 1
        if wrong == 0:
            break
    return np.array(weights[:-1]), weights[-1], mistakes


def relu_features(x, knots):
    out = np.empty((len(x), len(knots)))
    for i in range(len(x)):
        for k in range(len(knots)):
            out[i, k] = x[i] - knots[k] if x[i] > knots[k] else 0
    return out


def piecewise_linear_weights(knots, values):
    v, slope = np.empty(len(knots) - 1), 0.0
    for k in range(len(knots) - 1):
        rise = (values[k + 1] - values[k]) / (knots[k + 1] - knots[k])
        v[k] = rise - slope
        slope = rise
    return values[0], v


def softplus(z):
    return z + math.log1p(math.exp(-z)) if z > 0 else math.log1p(math.exp(z))


def sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))


def bernoulli_nll(z, y):
    if len(z) == 0:
        raise ValueError("empty batch")
    return sum(softplus(float(a)) - float(t * a) for a, t in zip(z, y)) / len(z)


def bernoulli_nll_grad(z, y):
    if len(z) == 0:
        raise ValueError("empty batch")
    return np.array([(sigmoid(float(a)) - t) / len(z) for a, t in zip(z, y)])


def gaussian_nll(mu, log_var, y):
    if len(y) == 0:
        raise ValueError("empty batch")
    total = 0.0
    for m, s, t in zip(mu, log_var, y):
        deviation = math.exp(s / 2)
        density = math.exp(-(((t - m) / deviation) ** 2) / 2) / (deviation * math.sqrt(2 * math.pi))
        total -= math.log(density)
    return total / len(y)


def gaussian_nll_grad(mu, log_var, y):
    if len(y) == 0:
        raise ValueError("empty batch")
    dmu, ds = np.zeros(len(y)), np.zeros(len(y))
    for i, (m, s, t) in enumerate(zip(mu, log_var, y)):
        dmu[i] = (m - t) / math.exp(s) / len(y)
        ds[i] = (1 - (m - t) ** 2 / math.exp(s)) / 2 / len(y)
    return dmu, ds


def softmax_jacobian(o):
    top = max(o)
    e = [math.exp(v - top) for v in o]
    f = [v / sum(e) for v in e]
    return np.array([[f[i] * ((i == j) - f[j]) for j in range(len(o))] for i in range(len(o))])


def polynomial_features(x, degree):
    return np.array([[float(v) ** p for p in range(degree + 1)] for v in x])


def ridge_fit(Phi, y, lambd):
    if len(y) == 0:
        raise ValueError("empty batch")
    B, K = Phi.shape
    if lambd == 0:
        return np.linalg.pinv(Phi) @ y
    A = [[sum(Phi[i, a] * Phi[i, c] for i in range(B)) / B for c in range(K)] for a in range(K)]
    for a in range(K):
        A[a][a] += lambd
    return np.linalg.solve(A, [sum(Phi[i, a] * y[i] for i in range(B)) / B for a in range(K)])


def kfold_indices(n, k, rng):
    left, folds = list(range(n)), [[] for _ in range(k)]
    for turn in range(n):
        folds[turn % k].append(left.pop(int(rng.integers(len(left)))))
    return [np.array(sorted(fold)) for fold in folds]


def cross_validated_error(x, y, degree, lambd, folds):
    squares = []
    for fold in folds:
        held_out = set(int(i) for i in fold)
        rest = [i for i in range(len(x)) if i not in held_out]
        w = ridge_fit(polynomial_features(x[rest], degree), y[rest], lambd)
        for i in held_out:
            guess = sum(w[j] * x[i] ** j for j in range(degree + 1))
            squares.append((guess - y[i]) ** 2)
    return sum(squares) / len(squares)
