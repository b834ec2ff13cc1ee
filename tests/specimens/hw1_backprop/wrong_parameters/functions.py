def relu(x, slope):
    return np.maximum(0, x)


def tanh_grad():
    return 1 - np.tanh(x) ** 2


def l2_penalty(*, W1, W2, lambd):
    return float(lambd / 2 * (np.sum(W1**2) + np.sum(W2**2)))


def apply_activation(z, name):
    if name == "relu":
        return relu(z, 0)
    elif name == "sigmoid":
        return sigmoid(z)
    elif name == "tanh":
        return np.tanh(z)
    raise ValueError(f"unknown activation {name}")


def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    z = W1 @ x
    if b1 is not None:
        z = z + b1
    h = apply_activation(z, activation)
    o = W2 @ h
    if b2 is not None:
        o = o + b2
    L = apply_loss(o, y, loss)
    s = l2_penalty(W1=W1, W2=W2, lambd=lambd)
    J = L + s
    return {"x": x, "y": y, "z": z, "h": h, "o": o, "L": L, "s": s, "J": J, "W1": W1, "W2": W2,
            "lambd": lambd, "activation": activation, "loss": loss, "b1": b1, "b2": b2}


def activation_grad(z, name):
    if name == "relu":
        return relu_grad(z)
    if name == "sigmoid":
        return sigmoid_grad(z)
    if name == "tanh":
        return 1 - np.tanh(z) ** 2
    raise ValueError(f"unknown activation {name}")


def mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    if len(X) == 0:
        raise ValueError("empty batch")
    Z = X @ W1.T
    if b1 is not None:
        Z = Z + b1
    H = apply_activation(Z, activation)
    O = H @ W2.T
    if b2 is not None:
        O = O + b2
    L = apply_loss(O, Y, loss)
    s = l2_penalty(W1=W1, W2=W2, lambd=lambd)
    return {"x": X, "y": Y, "z": Z, "h": H, "o": O, "L": L, "s": s, "J": L + s, "W1": W1, "W2": W2,
            "lambd": lambd, "activation": activation, "loss": loss, "b1": b1, "b2": b2}


def relative_error(a, b, tol=1e-7):
    num = np.linalg.norm(np.ravel(a) - np.ravel(b))
    den = np.linalg.norm(np.ravel(a)) + np.linalg.norm(np.ravel(b))
    if den == 0:
        return 0.0
    return float(num / den)
