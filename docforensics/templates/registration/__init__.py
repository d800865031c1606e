"""Lays a page onto a template: key points, homography, sub-pixel refinement, non-rigid residue."""
