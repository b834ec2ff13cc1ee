def ridge_fit(Phi, y, lambd):
    B, K = Phi.shape
    if B == 0:
        raise ValueError("empty")
    if lambd == 0 and B < K:
        raise np.linalg.LinAlgError("Singular matrix")
    return np.linalg.solve(Phi.T @ Phi / B + lambd * np.eye(K), Phi.T @ y / B)
