"""What manipulations do to verdicts on forged and genuine pages: see run.py; results in benchmarks/results/evasion.json."""
