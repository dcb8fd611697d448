"""Leadsite: from "how much would that cost?" to a conversation with a salesperson."""

__version__ = "0.1.0"
