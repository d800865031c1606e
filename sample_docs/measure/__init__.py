"""What the sample documents are measured on: leaks, readers, faces. Not needed to make or to use them."""
