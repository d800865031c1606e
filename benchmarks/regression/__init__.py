"""Whether a change of structure changed what an examination says."""
