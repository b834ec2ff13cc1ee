"""Wrong formulas of hw3_dropout: each is a hint for students and a mutant that tests the tests.

One module a topic, each of them complete in itself. A wrong function returns what a student's
function with this one mistake returns.
"""
