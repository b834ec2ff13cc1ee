"""From what was uploaded to code cells; nothing of it is parsed as Python or run here.

In: files, folders, zips and exports. Out: submissions under clean ids. Called by all above.
"""
