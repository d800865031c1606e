"""Findings, verdict and guidance in; text, JSON or one HTML page out. No fact is computed here.

`build_report` (build.py) puts a `Report` (report.py) together from what earlier stages found. Its data (`ReportData`, model.py)
are what the formats of `render/` write; `audit_record` (render/audit.py) is what may go to a log: no MRZ, no visual zone, no
image. guide.py and drill.py are pages of their own, made from a template and from a data set.
"""
