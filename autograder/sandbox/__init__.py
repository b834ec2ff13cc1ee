"""The wall between judge and judged: wire (codec), confine, worker (untrusted), pool (trusted)."""
