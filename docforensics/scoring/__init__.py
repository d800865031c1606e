"""Outcomes in, a verdict out: each outcome becomes bounded evidence, the evidence a score under a policy.

    weigh(checks, outcomes, calibration, policy) -> tuple[Evidence, ...]
    judge(evidence, policy)                      -> Verdict

Scoring sees what the checks measured and nothing of the holder: it cannot import `mrz` or `viz`.
"""
