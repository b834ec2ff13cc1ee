def constant_init(n_in, n_hidden, n_out, c):
    W1 = np.full((n_hidden, n_in), c)
    W2 = np.random.default_rng(0).normal(0, 0.01, (n_out, n_hidden))
    return W1, W2


def symmetry_gap(W1, W2):
    # unit j is column j
    gap1 = np.abs(W1 - W1[:, :1]).max()
    gap2 = np.abs(W2 - W2[:, :1]).max()
    return max(gap1, gap2)
