"""The back office in processes of its own: a page that computes never holds up a quote.

Python runs one thread of a process at a time. Beside the quotes, in their processes, twenty staff pages a
second doubled what a quote took (docs/decisions/0005-lanes-in-one-server.md).
"""

from leadsite.serving import listening, web
from leadsite.serving.politeness import yield_to_others

THREADS = (
    16  # those at work are bounded by the lane (leadsite/staff_wsgi.py); the rest wait there or are refused
)
POLITENESS = 5  # where there are not processors enough for all, customers come first

if __name__ == "__main__":
    yield_to_others(POLITENESS)
    web.serve("leadsite.staff_wsgi", listening.inherited(listening.STAFF), threads=THREADS, private=True)
