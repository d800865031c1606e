"""Figures from scores: numbers in, numbers out, no files and no pictures.

Everywhere a larger score is more forged-looking, forged documents are the positives (attacks, H1) and genuine ones the
negatives (bona fide, H2).
"""
