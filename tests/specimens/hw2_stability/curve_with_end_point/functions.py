def sigmoid_gradient_curve():
    x = np.linspace(-8, 8, 161)
    y = sigmoid(x)
    return x, y, y * (1 - y)
