"""What is done when nobody does anything: warn of deadlines, mark misses, tell who must know, hand on."""
