"""A write that is sent twice is done once: its first answer is kept under its key, and given again."""
