"""Does the score hold for documents of designs that it never saw? Measured design by design, fitted and tested over designs.

sets -> work (draw, learn, examine; pictures deleted) -> measure (parts, processes, nodes) -> table (one Parquet file)
table -> fit (bounds by design, what real captures allow) -> figures (by design, species, channel) -> card
"""
