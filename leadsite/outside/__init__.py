"""The world outside: providers that we ask, and their webhooks."""
