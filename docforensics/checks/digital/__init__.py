"""Traces that an edit of the file leaves: compression, noise, sharpness, what the file says of itself, recapture.

They speak of a file that reached us by photo or upload; on a trusted scanner nobody could have edited it (design.md 4.8).
"""
