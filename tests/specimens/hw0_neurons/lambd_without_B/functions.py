def ridge_fit(Phi, y, lambd):
    if len(y) == 0:
        raise ValueError("empty")
    if lambd == 0:
        return np.linalg.lstsq(Phi, y, rcond=None)[0]
    return np.linalg.solve(Phi.T @ Phi + lambd * np.eye(Phi.shape[1]), Phi.T @ y)


def cross_validated_error(x, y, degree, lambd, folds):
    total = 0.0
    for fold in folds:
        rest = np.delete(np.arange(len(x)), fold)
        w = ridge_fit(polynomial_features(x[rest], degree), y[rest], lambd)
        total += np.sum((polynomial_features(x[fold], degree) @ w - y[fold]) ** 2)
    return total / len(x)
