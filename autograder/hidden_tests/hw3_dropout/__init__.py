"""Hidden tests of hw3_dropout: 77 of its 100 points."""
