"""What the checks of digital traces find, beside blind maps of the literature and beside their own genuine control."""
