def perceptron_predict(X, w, b):
    return [1.0 if row @ w + b > 0 else -1.0 for row in X]


def relu_features(x, knots):
    return [[max(0.0, float(a - t)) for t in knots] for a in x]


def bernoulli_nll(z, y):
    if len(z) == 0:
        raise ValueError("empty")
    return np.mean(np.logaddexp(0, z) - y * z).reshape(1)


def gaussian_nll_grad(mu, log_var, y):
    if len(y) == 0:
        raise ValueError("empty")
    r = (mu - y) / np.exp(log_var)
    return {"dmu": r / len(y), "dlog_var": (1 - r * (mu - y)) / 2 / len(y)}


def softmax_jacobian(o):
    f = np.exp(o - np.max(o))
    f = f / f.sum()
    return (np.diag(f) - np.outer(f, f)).tolist()


def ridge_fit(Phi, y, lambd):
    if len(y) == 0:
        raise ValueError("empty")
    y = np.reshape(y, (-1, 1))
    A = Phi.T @ Phi / len(y) + lambd * np.eye(Phi.shape[1])
    return np.linalg.pinv(A, rcond=1e-12) @ (Phi.T @ y / len(y))
