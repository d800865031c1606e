"""What a template knows of its portraits: extent, fine structure, the repeated picture."""
