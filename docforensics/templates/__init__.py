"""Reference templates: learned from genuine captures, kept as packs, laid on a page, and compared with it.

Takes a `Capture` and its `Page`, gives a `Registration` (the page on the template's frame, and what the template does not
explain) or None when no template fits.
"""
