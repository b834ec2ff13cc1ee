def sigmoid(x):
    x = np.asarray(x, dtype=float)
    x *= 0.5
    np.tanh(x, out=x)
    x += 1
    x *= 0.5
    return x


def matrix_product(matrices):
    P = matrices[0]
    for i in range(1, len(matrices)):
        P[:] = P @ matrices[i]
    return P


def growth_rate(log_norms):
    log_norms -= log_norms[0]
    return log_norms[-1] / (len(log_norms) - 1)
