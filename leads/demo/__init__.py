"""The demo shop, and leads by the million."""
