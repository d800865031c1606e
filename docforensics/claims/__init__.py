"""The claims that CLEAR makes: which claims apply to a document, and what was seen of each.

    Document             -> applicable claims, with their places          applicable.py
    check's Outcome      -> sightings, claim by claim and place by place  sightings.py
    sightings            -> ClaimResult, LayerResult                      fold.py, layers.py

Scoring imports the results (`model.py`) and never what looks at a `Document`.
"""
