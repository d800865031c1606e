"""`Capture` in, `Page` out: where the document and its MRZ lie, rectified to millimetres in every light.

`find.find_page` is the way through: `outline` finds the edges, `band` the MRZ, `nominal` the size, `lights` brings the
other lights to the primary image, `rectify` cuts the page out, `quality` says how well it can be seen.
"""
