"""One module a version, each after the one that it names."""
