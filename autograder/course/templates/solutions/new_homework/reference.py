"""The truth for new_homework: PyTorch in float64. NumPy arrays go in and come out."""

import numpy as np
import torch

Array = np.ndarray


def standardize(X: Array) -> Array:
    """(1.1), X (B, d)."""
    var, mean = torch.var_mean(torch.tensor(X, dtype=torch.float64), dim=0, correction=0)
    return ((torch.tensor(X) - mean) / var.sqrt()).numpy()
