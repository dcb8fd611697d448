"""What one colleague does, the others see at once: changes are noted by triggers and told to open pages."""
