"""Hidden tests of hw1_backprop: 77 of its 100 points."""
