def gaussian_nll(mu, log_var, y):
    if len(y) == 0:
        raise ValueError("empty")
    return np.mean(np.log(2 * np.pi) / 2 + log_var + (y - mu) ** 2 / (2 * np.exp(2 * log_var)))


def gaussian_nll_grad(mu, log_var, y):
    if len(y) == 0:
        raise ValueError("empty")
    r = (mu - y) / np.exp(2 * log_var)
    return r / len(y), (1 - r * (mu - y)) / len(y)
