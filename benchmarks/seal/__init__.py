"""Seals and chip data: robustness, rates on Utopia's documents, time."""
