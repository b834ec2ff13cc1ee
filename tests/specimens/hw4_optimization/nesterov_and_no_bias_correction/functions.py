def momentum_step(w, grad, v, lr, mu):
    v_prev = v
    v = mu * v + grad
    return w - lr * (mu * v + grad), v


def adam_step(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * (grad ** 2)
    w = w - lr * m / (np.sqrt(v) + eps)
    return w, m, v
