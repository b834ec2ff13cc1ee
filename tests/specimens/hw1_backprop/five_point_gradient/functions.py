def numerical_gradient(f, x, eps=1e-5):
    # (f(x-2e) - 8 f(x-e) + 8 f(x+e) - f(x+2e)) / 12e, one order better than the two points
    x = np.asarray(x, dtype=float)
    weights = {-2: 1, -1: -8, 1: 8, 2: -1}
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        for k, weight in weights.items():
            shifted = x.copy()
            shifted[index] += k * eps
            grad[index] += weight * f(shifted)
    return grad / (12 * eps)


def relative_error(a, b):
    return 0.0 if not a.any() and not b.any() else float(
        np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))
