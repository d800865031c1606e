"""Measures readers of the machine readable zone: our engines and the peers, and how far our reader can be trusted."""
