def bernoulli_nll_grad(z, y):
    if len(z) == 0:
        raise ValueError("empty")
    return 0.5 * (1 + np.tanh(z / 2)) - y


def gaussian_nll_grad(mu, log_var, y):
    if len(y) == 0:
        raise ValueError("empty")
    r = (mu - y) / np.exp(log_var)
    return r, (1 - r * (mu - y)) / 2
