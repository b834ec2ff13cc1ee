def matrix_product_log_norms(matrices):
    P = matrices[0]
    norms = [np.linalg.norm(P)]
    for M in matrices[1:]:
        P = np.dot(P, M)
        norms.append(np.linalg.norm(P))
    return np.log(norms)
