"""Page in, `VizReading` out: lines of print outside the MRZ, the portrait and its repetition, each with its place."""
