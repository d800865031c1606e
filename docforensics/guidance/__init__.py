"""What the officer does next: outcomes and their weight in, sentences in the order of examination out.

`next_steps` (steps.py) orders the advice; `limits` (limits.py) says what a result does not mean; the sentences
themselves are data (texts/en.toml), so that they can be translated. They speak of the document, never of the person.
"""
