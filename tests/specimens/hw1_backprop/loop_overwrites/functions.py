def mlp_backward_batch(cache):
    X, Y, B = cache["x"], cache["y"], len(cache["x"])
    total = {}
    rows = {"dJ_do": [], "dJ_dh": [], "dJ_dz": []}
    for i in range(B):
        one = dict(cache)
        for key in ("x", "y", "z", "h", "o"):
            one[key] = cache[key][i]
        one["lambd"] = 0
        grads = mlp_backward(one)
        for key in grads:
            if key in rows:
                rows[key].append(grads[key] / B)
            else:
                total[key] = grads[key]
    total["dJ_dW1"] = total["dJ_dW1"] + cache["lambd"] * cache["W1"]
    total["dJ_dW2"] = total["dJ_dW2"] + cache["lambd"] * cache["W2"]
    for key in rows:
        total[key] = np.array(rows[key])
    return total
