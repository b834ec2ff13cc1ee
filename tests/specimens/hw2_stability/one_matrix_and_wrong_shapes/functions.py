def random_matrices(rng, count=100, n=4, var=1.0):
    M = np.sqrt(var) * rng.standard_normal((n, n))
    return np.array([M] * count)


def xavier_normal(rng, n_in, n_out):
    return rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))


def xavier_uniform(rng, n_in, n_out):
    b = np.sqrt(6 / (n_in + n_out))
    return b * rng.random((n_in, n_out))
