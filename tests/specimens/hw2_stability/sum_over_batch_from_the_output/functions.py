def gradient_norms_by_depth(X, weights, activation="sigmoid"):
    if activation == "sigmoid":
        f, df = sigmoid, sigmoid_grad
    elif activation == "tanh":
        f, df = np.tanh, lambda z: 1 - np.tanh(z) ** 2
    elif activation == "relu":
        f, df = lambda z: np.maximum(0, z), lambda z: (z > 0) * 1.0
    else:
        raise ValueError(activation)
    B = X.shape[0]
    if B == 0:
        raise ValueError("empty batch")
    # forward
    H, Z = [X], []
    for W in weights:
        Z.append(H[-1] @ W.T)
        H.append(f(Z[-1]))
    # backward
    grad_h = np.ones(H[-1].shape) 
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        grad_z = grad_h * df(Z[l])
        norms.append(np.linalg.norm(grad_z.T @ H[l]))
        grad_h = grad_z @ weights[l]
    return np.array(norms)
