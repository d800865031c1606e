"""The formats of travel documents: what Doc 9303 (or a State) fixes about each, one row a format in `table.py`.

`layout.py` holds the types of an MRZ's text, `table.py` sizes and formats, `recognise.py` tells a format by its lines.
Nothing here needs an image.
"""
