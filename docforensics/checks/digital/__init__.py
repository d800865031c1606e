"""Traces that an edit of the file leaves: compression, noise, sharpness, metadata of the file, recapture.

They need a photo or an upload; the image of a trusted scanner cannot have been edited on its way.
"""
