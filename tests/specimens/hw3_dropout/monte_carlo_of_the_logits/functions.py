def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    logits = []
    for _ in range(num_samples):
        mask = dropout_forward(np.ones((X.shape[0], W1.shape[0])), p, rng)[1]
        logits.append(mlp_dropout_forward(X, np.zeros(len(X), dtype=int), W1, b1, W2, b2, p, mask)["o"])
    logits = np.array(logits)
    mean = np.exp(log_softmax(logits.mean(axis=0)))
    std = np.array([np.exp(log_softmax(o)) for o in logits]).std(axis=0, ddof=1)
    return mean, std
