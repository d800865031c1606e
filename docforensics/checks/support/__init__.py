"""What checks of several families share: places of the MRZ, registered sides, likelihood ratios, wording."""
