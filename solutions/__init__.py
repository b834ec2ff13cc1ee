"""Answers, references and misconceptions: SECRET, imported by the trusted side only."""

DEFAULT_SEED = "b9d1f6b2c0e84a4fb1f0a1f5d3a97c52"
