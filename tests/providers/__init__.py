"""Providers that speak their published HTTP contract over a real socket, and fail as the real ones do."""
