def standard_dropout_forward(h, p, rng, train=True):
    pass


def spatial_dropout_forward(h, p, rng, train=True):
    pass


def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    pass


def early_stopping(losses, patience, min_delta=0.0):
    pass
