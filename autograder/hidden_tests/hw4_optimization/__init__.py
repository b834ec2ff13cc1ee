"""Hidden tests of hw4_optimization: 77 of its 100 points."""
