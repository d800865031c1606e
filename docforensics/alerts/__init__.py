"""Signed alerts: what a known false document shows, in a form that an examination at another post recognises."""
