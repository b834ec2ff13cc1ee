def mlp_backward(cache):
    x, z, h, o = cache["x"], cache["z"], cache["h"], cache["o"]
    W1, W2, lambd = cache["W1"], cache["W2"], cache["lambd"]

    dJ_do = loss_grad(o, cache["y"], cache["loss"])
    dJ_dW2 = np.outer(dJ_do, h) + lambd * W2
    dJ_dh = W2 @ dJ_do
    dJ_dz = dJ_dh * activation_grad(z, cache["activation"])
    dJ_dW1 = np.outer(dJ_dz, x) + lambd * W1

    grads = {"dJ_do": dJ_do, "dJ_dW2": dJ_dW2, "dJ_dh": dJ_dh, "dJ_dz": dJ_dz, "dJ_dW1": dJ_dW1}
    if cache["b1"] is not None:
        grads["dJ_db1"] = dJ_dz
    if cache["b2"] is not None:
        grads["dJ_db2"] = dJ_do
    return grads


def mlp_backward_batch(cache):
    X, Z, H, O = cache["x"], cache["z"], cache["h"], cache["o"]
    W1, W2, lambd = cache["W1"], cache["W2"], cache["lambd"]

    dJ_dO = loss_grad(O, cache["y"], cache["loss"])  # (B, q)
    dJ_dW2 = dJ_dO.T @ H + lambd * W2  # (q, B) @ (B, h)
    dJ_dH = dJ_dO @ W2.T
    dJ_dZ = dJ_dH * activation_grad(Z, cache["activation"])
    dJ_dW1 = dJ_dZ.T @ X + lambd * W1

    grads = {"dJ_do": dJ_dO, "dJ_dW2": dJ_dW2, "dJ_dh": dJ_dH, "dJ_dz": dJ_dZ, "dJ_dW1": dJ_dW1}
    if cache["b1"] is not None:
        grads["dJ_db1"] = dJ_dZ.sum(axis=0)
    if cache["b2"] is not None:
        grads["dJ_db2"] = dJ_dO.sum(axis=0)
    return grads
