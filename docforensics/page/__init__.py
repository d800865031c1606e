"""`Capture` in, `Frame` and `Page` out: where the document and its MRZ lie, and the page drawn in millimetres in every light.

`find.find_frame` lays the first frame: `outline` finds the edges, `band` the MRZ, `nominal` the size, `lights` brings the
other lights to the primary image. The MRZ and a template refine it; `rectify.draw` cuts the page out, `quality` measures it.
"""
