"""Bytes in, one side of a document out.

Takes a path, bytes, an array, or several of these for several lights; gives a `Capture`: the pixels exactly as
captured (never resampled, EXIF orientation applied), the raw bytes, and what the file says of itself.

    source -> read_source (limits.py: bytes) -> media_type_of -> decoder (limits.py: pixels, pages) -> Image -> Capture

The format is told by content, never by file name, and every limit is checked on the header, before decoding.
"""
