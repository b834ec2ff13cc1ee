def relu_grad(x):
    return np.where(x >= 0, 1.0, 0.0)


def l2_penalty(W1, W2, lambd):
    return float(lambd * (np.sum(W1**2) + np.sum(W2**2)))
