def perceptron_fit(X, y, max_epochs):
    w, b, mistakes, count = np.zeros(X.shape[1]), 0.0, [], 1
    while count:
        count = 0
        for xi, yi in zip(X, y):
            if yi * (xi @ w + b) <= 0:
                w, b, count = w + yi * xi, b + yi, count + 1
        mistakes.append(count)
    return w, b, np.array(mistakes)
