"""Page in, `VizReading` out: print outside the MRZ, read once and only when asked for, the portrait and its repetition."""
