"""E-mail to customers: templates that staff edit, letters made of them, and what became of them."""
