def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    h = np.maximum(X @ W1.T + b1, 0)
    probs = np.empty((num_samples, len(X), len(b2)))
    for s in range(num_samples):
        mask = (rng.random(W1.shape[0]) >= p).astype(float)   # which units are off in this pass
        probs[s] = np.exp(log_softmax(dropout_backward(h, mask * np.ones_like(h), p) @ W2.T + b2))
    return probs.mean(axis=0), probs.std(axis=0) / np.sqrt(num_samples)


def early_stopping(losses, patience, min_delta=0.0):
    best_epoch = 0
    for t in range(len(losses)):
        if losses[t] < losses[best_epoch] + min_delta and t > 0:
            best_epoch = t
        elif t - best_epoch >= patience:
            return t, best_epoch
    return t, best_epoch
