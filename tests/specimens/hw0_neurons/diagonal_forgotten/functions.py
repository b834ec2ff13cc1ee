def softmax_jacobian(o):
    f = np.exp(o) / np.exp(o).sum()
    return -np.outer(f, f)
