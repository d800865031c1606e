"""The places of a template, edited on its picture in the browser: `docforensics template edit`.

Takes a template's folder or packed file, serves one page on this machine alone, validates what it sends and writes a folder.
"""
