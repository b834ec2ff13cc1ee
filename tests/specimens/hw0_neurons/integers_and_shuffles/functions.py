def perceptron_predict(X, w, b):
    out = -np.ones(len(X), dtype=int)
    out[np.dot(X, w) > -b] = 1
    return out


def perceptron_fit(X, y, max_epochs):
    w, b, history = np.zeros(X.shape[1]), 0, []
    for epoch in range(max_epochs):
        errors = 0
        for i in range(X.shape[0]):
            if (np.dot(w, X[i]) + b) * y[i] > 0:
                continue
            w, b, errors = w + y[i] * X[i], b + y[i], errors + 1
        history += [errors]
        if errors < 1:
            break
    return w, b, tuple(history)


def ridge_fit(Phi, y, lambd):
    if Phi.shape[0] == 0:
        raise ValueError("no rows")
    if lambd == 0.0:
        return np.linalg.lstsq(Phi, y, rcond=-1)[0]
    H = Phi.T.dot(Phi) / Phi.shape[0] + lambd * np.identity(Phi.shape[1])
    return np.linalg.inv(H).dot(Phi.T.dot(y) / Phi.shape[0])


def kfold_indices(n, k, rng):
    index = np.arange(n)
    rng.shuffle(index)
    sizes = np.full(k, n // k)
    sizes[k - n % k :] += 1
    return np.split(index, np.cumsum(sizes)[:-1])


def cross_validated_error(x, y, degree, lambd, folds):
    total = 0
    for i in range(len(folds)):
        rest = np.concatenate([folds[j] for j in range(len(folds)) if j != i])
        w = ridge_fit(polynomial_features(x[rest], degree), y[rest], lambd)
        errors = y[folds[i]] - polynomial_features(x[folds[i]], degree) @ w
        total += len(errors) * np.mean(errors**2)
    return total / len(x)
