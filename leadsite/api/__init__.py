"""The API: other programs do what staff do, through the same doors."""
