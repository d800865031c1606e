"""Checks of what the machine readable zone says: codes that exist, dates that can be, and facts to be told to the officer."""
