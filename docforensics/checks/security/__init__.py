"""Security features compared with a reference template."""
