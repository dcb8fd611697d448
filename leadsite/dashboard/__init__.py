"""The first page of the back office: what to do next, and how the shop does."""
