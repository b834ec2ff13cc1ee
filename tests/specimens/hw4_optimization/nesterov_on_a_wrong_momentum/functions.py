def momentum_step(w, grad, v, lr, mu):
    v = mu * v + (1 - mu) * grad
    return w - lr * v, v


def nesterov_step(w, grad, v, lr, mu):
    _, v = momentum_step(w, grad, v, lr, mu)
    return w - lr * (grad + mu * v), v
