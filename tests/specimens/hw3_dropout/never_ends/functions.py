def early_stopping(losses, patience, min_delta=0.0):
    epoch, best_epoch, misses = 0, 0, 0
    while True:
        if epoch < len(losses) - 1:
            epoch += 1
            if losses[epoch] < losses[best_epoch] - min_delta:
                best_epoch, misses = epoch, 0
            else:
                misses += 1
        if misses >= patience:
            break
    return epoch, best_epoch
