"""Evaluatory checks (weight 0): none was shown to beat its same-mask genuine control; off by default.

A policy switches them on with `[run_modes]` and `evaluatory = "evaluatory"`: then they run and are shown. They have no
calibration row. What each lacks:

    double_compression    beats its control on sample documents, and is adverse for published genuine pictures
    smooth_patch          does not beat its control clearly
    grid_shift            no sample document holds an insertion off the grid
    uv_fibres             nobody knows from which share of fibres a genuine page is rare
    second_face           no sample document shows the forgery
    content_credentials   signatures are not verified, and no sample document bears any
    editor_metadata       no sample document names an editor
"""
