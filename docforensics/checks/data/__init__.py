"""Checks of the data in the machine readable zone: codes that exist, dates that are possible, and facts for the officer."""
