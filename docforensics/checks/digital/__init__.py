"""Traces that an edit of the file leaves: compression, noise, sharpness, metadata of the file, recapture.

They need a photo or an upload; sharp type is looked for in scans too that came as files in white light. What a reader shows in several lights cannot have been edited on its way.
"""
