"""Checks that weigh nothing, because none of them was shown to beat its same-mask genuine control; off by default."""
