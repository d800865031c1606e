"""Work on files of strangers in a process of its own, which can be ended: bounded in time and memory, and alone when it dies.

    answer = run("docforensics.capture.drawing:drawn_pages", WorkQuestion(told=b"...", buffers=(raw,)), Bounds(seconds=10, memory_bytes=2**30))

A process is started as `python -P -m docforensics.isolated`, never by copying this one or by running the caller's script again, and is
kept for the next question. What goes in and out are bytes that the two sides of a work read by types: nothing is unpickled here.
"""

from docforensics.isolated.messages import WorkAnswer, WorkQuestion
from docforensics.isolated.processes import Bounds, EndedError, OverrunError, run

__all__ = ["Bounds", "EndedError", "OverrunError", "WorkAnswer", "WorkQuestion", "run"]
