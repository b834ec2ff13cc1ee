"""What the name and the first bytes of an uploaded file say, and what lies in a zip.

In: file names and bytes. Out: ids, kinds, attempts, files. Called by the rest of `submissions`.
"""
