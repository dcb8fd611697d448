"""SMS: what a text costs, who sends it, and what customers answer."""
