import numpy


class Linear:
    def __init__(self, size):
        self.theta = numpy.zeros(size + 1)

    def score(self, x):
        return float(numpy.dot(self.theta[:-1], x) + self.theta[-1])

    def learn(self, x, label):
        if label * self.score(x) > 0:
            return 0
        self.theta[:-1] += label * x
        self.theta[-1] += label
        return 1


def perceptron_predict(X, w, b):
    unit = Linear(len(w))
    unit.theta[:-1], unit.theta[-1] = w, b
    return numpy.array([(-1, 1)[unit.score(x) > 0] for x in X], dtype=numpy.int8)


def perceptron_fit(X, y, max_epochs):
    unit, mistakes = Linear(X.shape[1]), []
    while len(mistakes) < max_epochs and (not mistakes or mistakes[-1]):
        mistakes.append(sum(unit.learn(x, label) for x, label in zip(X, y)))
    return [unit.theta[:-1], unit.theta[-1], mistakes]


def kfold_indices(n, k, rng):
    places = rng.permuted(numpy.arange(n) % k)
    return [numpy.nonzero(places == i)[0] for i in range(k)]
