"""The claims that CLEAR makes: which claims apply to a document, and what was seen of each.

    Document                            -> applicable claims             applicable.py
    outcomes, with their sightings      -> ClaimResult, place by place   fold.py
    ClaimResult                         -> LayerResult                   model.py
    calibration row, quality of a side  -> whether a check may verify    power.py

Scoring imports the results (`model.py`) and never what looks at a `Document`.
"""
