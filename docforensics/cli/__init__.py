"""The command line: arguments in, a report on standard output and an exit code out. One short file a command.

Exit codes: 0 clear, 2 usage, 3 unreadable input, 4 bad model or template, 10 refer or alert, 11 inconclusive; with
several files the highest. 1 is left to a crash, which is no evidence.
"""

from docforensics.cli.program import main

__all__ = ["main"]
