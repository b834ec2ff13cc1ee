def mlp_dropout_backward(cache):
    B, q = cache["o"].shape
    do = (np.exp(log_softmax(cache["o"])) - one_hot(cache["Y"], q)) / B
    dh = dropout_backward(do @ cache["W2"], cache["mask"], cache["p"])
    dz = dh * (cache["z"] > 0)
    return {
        "dL_dW2": do.T @ cache["h_dropped"],
        "dL_db2": do.mean(axis=0),
        "dL_dW1": dz.T @ cache["X"],
        "dL_db1": dz.mean(axis=0),  # среднее по батчу
    }


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    # маска одна и та же для всех проходов
    h = np.maximum(X @ W1.T + b1, 0)
    маска = dropout_forward(h, p, rng)[1]
    ответы = []
    for _ in range(num_samples):
        o = dropout_backward(h, маска, p) @ W2.T + b2
        ответы.append(np.exp(log_softmax(o)))
    return np.mean(ответы, axis=0), np.std(ответы, axis=0)


def early_stopping(losses, patience, min_delta=0.0):
    лучшая, счётчик = 0, 0
    for эпоха in range(1, len(losses)):
        if losses[эпоха] < losses[лучшая]:
            лучшая, счётчик = эпоха, 0
        else:
            счётчик += 1
            if счётчик == patience:
                return эпоха, лучшая
    return len(losses) - 1, лучшая
