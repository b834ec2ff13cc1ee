def random_matrices(rng, count=100, n=4, var=1.0):
    return rng.normal(0, var, (count, n, n))


def xavier_normal(rng, n_in, n_out):
    return rng.normal(0, 2 / (n_in + n_out), (n_out, n_in))


def xavier_uniform(rng, n_in, n_out):
    bound = 6 / (n_in + n_out)
    return rng.uniform(-bound, bound, (n_out, n_in))
