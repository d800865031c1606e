"""The portrait: its place, what surrounds it, and its second rendering. Never what the face looks like."""
