"""How well each check of the portrait tells substituted portraits from genuine ones, beside its same-mask genuine control."""
