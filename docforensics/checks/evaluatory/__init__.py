"""Evaluatory checks (weight 0): none was shown to beat its same-mask genuine control; off by default.

A policy switches them on with `[run_modes]` and `evaluatory = "evaluatory"`: then they run and are shown. They have no
calibration row. What each lacks is stated in its docstring, after "Weight 0".
"""
