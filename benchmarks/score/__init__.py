"""What the scores are worth: see each script; results in benchmarks/results/score-*.json."""
