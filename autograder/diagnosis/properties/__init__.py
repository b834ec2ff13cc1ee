"""What a wrong function has in general: each module holds one family, `families` asks them in turn.

In: the evidence of a wrong quantity. Out: what fits it, as a Diagnosis. Called by `diagnosis`.
"""
