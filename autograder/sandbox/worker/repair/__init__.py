"""Small edits of a submission's own functions, made and tried where the submission runs."""
