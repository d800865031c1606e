"""The service under load, and under what strangers send."""
