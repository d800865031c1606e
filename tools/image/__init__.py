"""The steps of the Containerfile, run in a clean root without a container engine (`make image`)."""
