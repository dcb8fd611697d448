"""What the worker does for itself: nothing waits for ever, and nothing is kept for ever."""
