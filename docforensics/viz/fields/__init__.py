"""Fields of the MRZ looked for among the lines of the visual zone."""
