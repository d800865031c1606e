"""Findings, verdict and guidance in; text, JSON or one HTML page out. No fact is computed here.

`build_report` (build.py) puts a `Report` together from what earlier stages found; `Report.to_text`, `.to_json`
and `.to_html` write it; `audit_record` (audit.py) is what may go to a log: no MRZ, no visual zone, no image.
"""
