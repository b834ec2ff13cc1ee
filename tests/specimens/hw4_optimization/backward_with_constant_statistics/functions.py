def batchnorm_backward(dout, cache):
    x_hat, gamma, std, train = cache
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(x_hat * dout, axis=0)
    dx = gamma * dout / std
    return dx, dgamma, dbeta
