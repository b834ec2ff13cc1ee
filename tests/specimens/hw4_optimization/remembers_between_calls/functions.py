# the optimiser has to remember v, so I keep it here
state = {}


def momentum_step(w, grad, v, lr, mu):
    if "v" not in state or state["v"].shape != grad.shape:
        state["v"] = np.zeros_like(grad, dtype=float)
    state["v"] = mu * state["v"] + grad
    return w - lr * state["v"], state["v"]
