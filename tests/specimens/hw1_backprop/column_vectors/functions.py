def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    x_col = np.array(x).reshape(-1, 1)   # column vector
    z = W1 @ x_col
    if b1 is not None:
        z = z + b1.reshape(-1, 1)
    h = apply_activation(z, activation)
    o = W2 @ h
    if b2 is not None:
        o = o + b2.reshape(-1, 1)
    L = apply_loss(o.ravel(), y, loss)
    s = l2_penalty(W1, W2, lambd)
    J = L + s
    return {"x": x, "y": y, "z": z, "h": h, "o": o, "L": L, "s": s, "J": J, "W1": W1, "W2": W2,
            "lambd": lambd, "activation": activation, "loss": loss, "b1": b1, "b2": b2}


def mlp_backward(cache):
    # everything as column vectors
    x, z, h = (np.reshape(cache[k], (-1, 1)) for k in "xzh")
    o = np.ravel(cache["o"])
    W1, W2, lambd = cache["W1"], cache["W2"], cache["lambd"]

    dJ_do = loss_grad(o, cache["y"], cache["loss"]).reshape(-1, 1)
    dJ_dW2 = dJ_do @ h.T + lambd * W2
    dJ_dh = W2.T @ dJ_do
    dJ_dz = dJ_dh * activation_grad(z, cache["activation"])
    dJ_dW1 = dJ_dz @ x.T + lambd * W1

    grads = {"dJ_do": dJ_do, "dJ_dW2": dJ_dW2, "dJ_dh": dJ_dh, "dJ_dz": dJ_dz, "dJ_dW1": dJ_dW1}
    if cache["b1"] is not None:
        grads["dJ_db1"] = dJ_dz
    if cache["b2"] is not None:
        grads["dJ_db2"] = dJ_do
    return grads
