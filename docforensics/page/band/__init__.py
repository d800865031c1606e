"""Machine readable zones in an image, not yet read: `find.find_mrz_bands` seeds them by rows of strokes and measures their pitch."""
