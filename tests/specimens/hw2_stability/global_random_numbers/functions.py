def random_matrices(rng, count=100, n=4, var=1.0):
    return np.random.normal(0, var ** 0.5, (count, n, n))


def xavier_normal(rng, n_in, n_out):
    return np.random.randn(n_out, n_in) * np.sqrt(2 / (n_in + n_out))


def xavier_uniform(rng, n_in, n_out):
    rng = np.random.default_rng(1234)  # reproducible!
    a = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-a, a, (n_out, n_in))
