def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    z = W1 @ x
    if b1 is not None:
        z = z + b1
    h = apply_activation(z, activation)
    o = W2 @ h
    if b2 is not None:
        o = o + b2
    L = apply_loss(o, y, loss)
    s = l2_penalty(W1, W2, lambd)
    J = L + s
    return x, y, z, h, o, L, s, J, W1, W2, lambd, activation, loss, b1, b2


def mlp_backward(cache):
    x, z, h, o = cache["x"], cache["z"], cache["h"], cache["o"]
    W1, W2, lambd = cache["W1"], cache["W2"], cache["lambd"]

    dJ_do = loss_grad(o, cache["y"], cache["loss"])
    dJ_dW2 = np.outer(dJ_do, h) + lambd * W2
    dJ_dh = W2.T @ dJ_do
    dJ_dz = dJ_dh * activation_grad(z, cache["activation"])
    dJ_dW1 = np.outer(dJ_dz, x) + lambd * W1

    return dJ_do, dJ_dW2, dJ_dh, dJ_dz, dJ_dW1
