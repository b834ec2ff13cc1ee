"""hw3_dropout: dropout and generalization (d2l 5.5, 5.6)."""
