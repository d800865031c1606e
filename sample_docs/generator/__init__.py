"""Draws documents of the fictional issuer UTO, forges them, and captures them.

Only Utopia is ever drawn or altered; every page carries the word SPECIMEN.

    people -> Record -> Sheet (elements in millimetres, each printed in an ink)
    Sheet  -> forge  -> Sheet and raster edits, with the touched regions
    Sheet  -> render -> one raster a light (white, UV, IR)
    raster -> capture -> image file and mask, the same way for genuine and forged
"""
