"""What is done later or again and again, by the worker: tasks, duties, and the process that does them."""
