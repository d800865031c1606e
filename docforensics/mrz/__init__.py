"""Page -> `MrzReading` (characters with posteriors and places, by an engine) -> `Mrz` (fields and check digits).

A reading says what is *printed*: a sure character is never changed, a tie that the format settles is named (`settled`); `parse_mrz` is pure and never judges. ICAO's tables of
codes and dates stand here too, those of formats in `docforensics.formats`.
"""
