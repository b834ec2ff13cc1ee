import numpy as np



def sigmoid(x):
    pass


def sigmoid_grad(x):
    pass


def sigmoid_gradient_curve():
    pass


def gradient_norms_by_depth(X, weights, activation="sigmoid"):
    pass


def random_matrices(rng, count=100, n=4, var=1.0):
    pass


def matrix_product(matrices):
    pass


def matrix_product_log_norms(matrices):
    pass


def growth_rate(log_norms):
    pass


def product_experiment(rng, count=100, n=4, var=1.0):
    pass


def constant_init(n_in, n_hidden, n_out, c):
    pass


def symmetry_gap(W1, W2):
    pass


def xavier_normal(rng, n_in, n_out):
    pass


def xavier_uniform(rng, n_in, n_out):
    pass


def activation_variances(X, weights, activation):
    pass
