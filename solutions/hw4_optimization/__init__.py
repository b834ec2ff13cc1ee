"""hw4_optimization: momentum, Adam (d2l 12.6, 12.10) and batch normalization (d2l 8.5)."""
