def polynomial_features(x, degree):
    return np.stack([np.asarray(x, float) ** (j + 1) for j in range(degree + 1)], axis=1)
