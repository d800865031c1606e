"""Linkage: documents that share what different documents should not share.

    Document -> Link (keyed identifiers, picture descriptors)      key, describe
    links of a scan -> Edge (two documents, with the reason)       edges
    edges -> clusters -> CSV, GraphML, HTML picture                clusters, export, page

Repeated numbers, identities and portraits mark "feeder" documents; the same background, signature or print fault in documents
of different holders marks a common source, as in the forensic profiling of false identity documents (Baechler, Terrasse,
Pujol, Fritz, Ribaux, Margot: "The systematic profiling of false identity documents: method validation and performance
evaluation using seizures known to originate from common and different sources", Forensic Science International 232, 2013,
180-190).

It is opt-in, because it keeps identifiers: `scan --retain-links --link-key FILE`.
"""
