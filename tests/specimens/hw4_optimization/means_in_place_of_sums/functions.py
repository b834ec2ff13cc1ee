def batchnorm_backward(dout, cache):
    x_hat, gamma, std, train = cache
    dbeta = dout.mean(axis=0)
    dgamma = (dout * x_hat).mean(axis=0)
    if not train:
        return dout * gamma / std, dgamma, dbeta
    dx = gamma / std * (dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta
