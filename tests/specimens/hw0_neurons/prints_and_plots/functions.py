def relu_features(x, knots):
    out = (np.abs(np.subtract.outer(x, knots)) + np.subtract.outer(x, knots)) / 2
    print("features", out.shape)
    return out


def ridge_fit(Phi, y, lambd):
    print("ridge", Phi.shape, lambd)
    if len(y) == 0:
        raise ValueError("empty")
    if lambd == 0:
        return np.linalg.pinv(Phi).dot(y)
    B, K = Phi.shape
    L = np.linalg.cholesky(Phi.T @ Phi + B * lambd * np.eye(K))
    return np.linalg.solve(L.T, np.linalg.solve(L, Phi.T @ y))


fig, ax = plt.subplots()
ax.plot(np.linspace(0, 1, 9), relu_features(np.linspace(0, 1, 9), np.array([0.5])))
plt.show()
