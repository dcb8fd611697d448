"""Outbound webhooks: other programs are told what the log says, signed, in order, until they take it."""
