"""Hidden tests of hw2_stability: 77 of its 100 points."""
