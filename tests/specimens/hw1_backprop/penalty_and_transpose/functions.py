def l2_penalty(W1, W2, lambd):
    return float(lambd * (np.sum(W1**2) + np.sum(W2**2)))
