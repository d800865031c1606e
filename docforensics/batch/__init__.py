"""Batch scans: documents by the hundred thousand in, a Parquet data set of results out, nothing lost.

    folder, glob, manifest, address -> Entry (the files of one document)              entries, manifest
    Entry -> bytes -> content hash -> report -> row                                   work
    rows of many workers -> parts                                                     pool (this machine) or ray_executor
    parts in RESULTS/documents and RESULTS/findings, each written whole or not at all store, schema
    parts -> summary page, linked documents, less than was kept                       summary, link, purge

`scan.py` is the main path: read it first. It needs the extra `docforensics[batch]`; linkage needs `docforensics[link]`, a
cluster `docforensics[ray]`.
"""
