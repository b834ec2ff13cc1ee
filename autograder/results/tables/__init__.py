"""Tables that spreadsheets and learning systems read and write.

In: results, and the roster of a class. Out: CSV files. Called by `runs` and `cli`.
"""
