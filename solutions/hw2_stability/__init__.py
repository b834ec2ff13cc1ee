"""hw2_stability: vanishing and exploding gradients, symmetry, initialisation (d2l 5.4)."""
