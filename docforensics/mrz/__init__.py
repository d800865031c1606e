"""Page -> `MrzReading` (characters with posteriors and places, by an engine) -> `Mrz` (fields and check digits).

A reading says what is *printed* and is never repaired; `parse_mrz` is pure and never judges. ICAO's tables of
codes and dates stand here too, those of formats in `docforensics.formats`.
"""
