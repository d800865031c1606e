"""Pages of the documentation site that are made from code, and how the built site is checked."""
