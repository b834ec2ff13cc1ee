"""Wrong formulas of hw4_optimization: each is a hint for students and a mutant for the tests.

One module a topic, each of them complete in itself. The cache of a wrong forward pass holds the
numbers that it used, and a wrong moment or velocity also moves the weights, as in students' code.
"""
