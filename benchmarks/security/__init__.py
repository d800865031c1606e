"""How well the checks against a reference template tell forged pages from genuine ones."""
