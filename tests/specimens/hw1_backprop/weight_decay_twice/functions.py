def mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss):
    cache = mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss)
    grads = mlp_backward_batch(cache)
    W1_new = sgd_weight_decay(W1, grads["dJ_dW1"], lr, lambd)
    W2_new = sgd_weight_decay(W2, grads["dJ_dW2"], lr, lambd)
    return W1_new, W2_new
