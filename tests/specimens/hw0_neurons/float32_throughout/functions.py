F = np.float32


def f32(*arrays):
    return [np.asarray(a, dtype=F) for a in arrays]


def perceptron_predict(X, w, b):
    X, w, b = f32(X, w, b)
    return np.where(X @ w + b > 0, F(1), F(-1))


def perceptron_fit(X, y, max_epochs):
    X, y = f32(X, y)
    w, b, mistakes = np.zeros(X.shape[1], F), F(0), []
    for _ in range(max_epochs):
        count = 0
        for i in range(len(X)):
            if y[i] * (w @ X[i] + b) <= 0:
                w = w + y[i] * X[i]
                b = b + y[i]
                count += 1
        mistakes.append(count)
        if count == 0:
            break
    return w, b, np.array(mistakes, dtype=F)


def relu_features(x, knots):
    x, knots = f32(x, knots)
    return np.maximum(x[:, None] - knots, F(0))


def piecewise_linear_weights(knots, values):
    t, f = f32(knots, values)
    s = (f[1:] - f[:-1]) / (t[1:] - t[:-1])
    return f[0], np.concatenate([s[:1], s[1:] - s[:-1]])


def softplus(z):
    return np.maximum(z, F(0)) + np.log1p(np.exp(-np.abs(z)))


def check(y):
    if len(y) == 0:
        raise ValueError("empty")
    return F(len(y))


def bernoulli_nll(z, y):
    B = check(y)
    z, y = f32(z, y)
    return (y * softplus(-z) + (1 - y) * softplus(z)).sum() / B


def bernoulli_nll_grad(z, y):
    B = check(y)
    z, y = f32(z, y)
    e = np.exp(-np.abs(z))
    return (np.where(z >= 0, F(1), e) / (1 + e) - y) / B


def gaussian_nll(mu, log_var, y):
    B = check(y)
    mu, log_var, y = f32(mu, log_var, y)
    return (F(np.log(2 * np.pi)) + log_var + (y - mu) ** 2 / np.exp(log_var)).sum() / (2 * B)


def gaussian_nll_grad(mu, log_var, y):
    B = check(y)
    mu, log_var, y = f32(mu, log_var, y)
    r = (mu - y) / np.exp(log_var)
    return r / B, (1 - r * (mu - y)) / (2 * B)


def softmax_jacobian(o):
    (o,) = f32(o)
    e = np.exp(o - o.max())
    f = e / e.sum()
    return f[:, None] * (np.eye(len(o), dtype=F) - f)


def polynomial_features(x, degree):
    (x,) = f32(x)
    columns = [np.ones_like(x)]
    for _ in range(degree):
        columns.append(columns[-1] * x)
    return np.stack(columns, axis=1)


def ridge_fit(Phi, y, lambd):
    B = check(y)
    Phi, y = f32(Phi, y)
    if lambd == 0:
        return np.linalg.lstsq(Phi, y, rcond=None)[0]
    return np.linalg.solve(Phi.T @ Phi + B * F(lambd) * np.eye(Phi.shape[1], dtype=F), Phi.T @ y)


def cross_validated_error(x, y, degree, lambd, folds):
    x, y = f32(x, y)
    total = F(0)
    for fold in folds:
        rest = np.ones(len(x), dtype=bool)
        rest[fold] = False
        w = ridge_fit(polynomial_features(x[rest], degree), y[rest], lambd)
        total += ((polynomial_features(x[fold], degree) @ w - y[fold]) ** 2).sum()
    return total / F(len(x))
