def kfold_indices(n, k, rng):
    order = np.arange(n)
    np.random.shuffle(order)
    return np.array_split(order, k)
