"""What was signed with a document: visible digital seals on its pages, and the data of its chip.

    page pixels -> find_codes() -> Barcode -> decode_seal() -> Seal          find.py, decode.py
    Seal, TrustStore            -> verify_seal()  -> SealVerification        verify.py, trust.py
    ChipData, TrustStore        -> read_chip()    -> ChipReading             chip.py, passive.py

Everything here is a fact: a signature holds or not, a certificate is known or not. Nothing is weighed.
"""
