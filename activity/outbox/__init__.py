"""Messages that go out: written down with the deed, sent by the worker, told of by the log."""
