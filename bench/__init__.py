"""Benchmarks: each prints a ratio against something that runs beside it."""
