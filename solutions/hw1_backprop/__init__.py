"""hw1_backprop: forward and backward propagation (d2l 5.3)."""
