def mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss):
    cache = mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss)
    grads = mlp_backward_batch(cache)
    W2_new = W2 - lr * grads["dJ_dW2"]   # output layer first
    cache["W2"] = W2_new
    W1_new = W1 - lr * mlp_backward_batch(cache)["dJ_dW1"]
    return W1_new, W2_new
