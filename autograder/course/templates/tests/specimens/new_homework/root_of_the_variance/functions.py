import numpy as np


def standardize(X):
    columns = [(column - np.mean(column)) / np.var(column) ** 0.5 for column in X.T]
    return np.stack(columns, axis=1)
