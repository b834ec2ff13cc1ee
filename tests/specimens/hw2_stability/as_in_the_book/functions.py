def random_matrices(rng, count=100, n=4, var=1.0):
    return rng.normal(size=(count, n, n))


def growth_rate(log_norms):
    return (log_norms[-1] - log_norms[0]) / len(log_norms)


def product_experiment(rng, count=100, n=4, var=1.0):
    # as in d2l: start with M, multiply by 100 more
    M = random_matrices(rng, 1, n, var)
    more = random_matrices(rng, count, n, var)
    return matrix_product_log_norms(np.concatenate([M, more]))
