"""The start command: one process that owns the others and ends with them."""
