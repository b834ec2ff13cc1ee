"""Wrong formulas of hw1_backprop: each is a hint for students and a mutant that tests the tests.

One module a topic, each of them complete in itself. A wrong function returns what a student's
function with this one mistake returns, and carries an early wrong value on to the later ones.
"""
