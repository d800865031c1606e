"""Learns a template from genuine captures of one document model."""
