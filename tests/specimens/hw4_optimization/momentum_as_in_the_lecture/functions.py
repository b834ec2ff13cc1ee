def momentum_step(w, grad, v, lr, mu):
    # u = gamma u + eta g, w = w - u  (slide 23)
    v = mu * v + lr * grad
    w = w - v
    return w, v
