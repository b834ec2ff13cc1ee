def bernoulli_nll(z, y):
    if len(z) == 0:
        raise ValueError("empty")
    p = np.clip(1 / (1 + np.exp(-z)), 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def bernoulli_nll_grad(z, y):
    if len(z) == 0:
        raise ValueError("empty")
    return (np.exp(z) / (1 + np.exp(z)) - y) / len(z)
