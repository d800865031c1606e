"""Utopia's signatures: its test keys and certificates, visible digital seals on visas, and the data of its chips.

Every key here is derived from a public sentence, so that all of it can be remade and none of it protects anything. The
encoders are the generator's own, so that ``docforensics.seal`` stays an independent judge.
"""
