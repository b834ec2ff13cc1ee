def perceptron_predict(X, w, b):
    return np.where(X @ w > 0, 1.0, -1.0)


def perceptron_fit(X, y, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        count = 0
        for xi, yi in zip(X, y):
            if yi * (xi @ w + b) <= 0:
                w, count = w + yi * xi, count + 1
        mistakes.append(count)
        if count == 0:
            break
    return w, b, np.array(mistakes)
