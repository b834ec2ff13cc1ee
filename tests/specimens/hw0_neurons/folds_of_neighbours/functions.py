def kfold_indices(n, k, rng):
    return np.array_split(np.arange(n), k)


def cross_validated_error(x, y, degree, lambd, folds):
    means = []
    for fold in folds:
        rest = np.setdiff1d(np.arange(len(x)), fold)
        w = ridge_fit(polynomial_features(x[rest], degree), y[rest], lambd)
        means.append(np.mean((polynomial_features(x[fold], degree) @ w - y[fold]) ** 2))
    return np.mean(means)
