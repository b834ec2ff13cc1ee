def early_stopping(losses, patience, min_delta=0.0):
    epoch, best, count = 1, 1, 0
    for before, now in zip(losses, losses[1:]):
        epoch += 1
        if now < before - min_delta:
            best, count = epoch, 0
        else:
            count += 1
        if count == patience:
            break
    return epoch, best
