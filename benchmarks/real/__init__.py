"""What the examination says of published real documents: genuine ones accused, forged ones beside their genuine twin."""
