def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    if len(X) == 0:
        raise ValueError("empty batch")
    z = X @ W1.T + b1
    h = np.maximum(z, 0)
    if mask is not None:
        h = h * mask / (1 - p) if p < 1 else h * 0
    o = h @ W2.T + b2
    L = -np.sum(one_hot(Y, o.shape[1]) * log_softmax(o))
    return {"X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "p": p, "mask": mask,
            "z": z, "h": h, "h_dropped": h, "o": o, "L": L}


def mlp_dropout_backward(cache):
    X, o, h = cache["X"], cache["o"], cache["h"]
    B = len(X)
    do = (np.exp(log_softmax(o)) - one_hot(cache["Y"], o.shape[1])) / B
    dh = do @ cache["W2"]
    dz = dh * (cache["z"] > 0)
    return {"dL_dW1": dz.T @ X, "dL_db1": dz.sum(axis=0),
            "dL_dW2": do.T @ h, "dL_db2": do.sum(axis=0)}
