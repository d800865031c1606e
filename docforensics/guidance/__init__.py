"""What the officer does next: outcomes and their weight in, sentences in the order of examination out.

`next_steps` (steps.py) orders the advice; `limits` (limits.py) says what a result does not mean; `plan` (plan.py) says
what can be done by hand with the equipment at the post, and what other equipment would add; `check_entry` and
`feature_entry` (entries.py) say of every check and every kind of feature what it means and how to verify it. The
sentences are data with their sources (texts/, data/), put into other languages by `Catalogue` (catalogue.py). They speak
of the document, never of the person.
"""
