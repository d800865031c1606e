"""Security features held against a reference template."""
