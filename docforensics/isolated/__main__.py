"""The helper: answers questions on an inherited socket until the other side has gone."""

import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

from docforensics.helper_process import bound_memory, lacks_memory, leave_with_parent
from docforensics.isolated.messages import (
    AnsweredHead,
    AskedHead,
    Buffer,
    WorkAnswer,
    WorkQuestion,
    asked,
    send,
)
from docforensics.regular import readable

OUT_OF_MEMORY = "MemoryError"


def main(descriptor: int) -> None:
    """WorkAnswer one question after another."""
    leave_with_parent()
    link = socket.socket(fileno=descriptor)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            head, buffers = asked(link)
            answer, given = answer_to(link, head, buffers)
            send(link, answer, given)


def answer_to(
    link: socket.socket, head: AskedHead, buffers: tuple[Buffer, ...]
) -> tuple[AnsweredHead, tuple[Buffer, ...]]:
    """Do the work; whatever it raises becomes a name and a text."""
    question = WorkQuestion(told=head.told, buffers=buffers)
    try:
        work = _named(head.work)
        if head.prepare:
            _named(head.prepare)(question)
        send(link, AnsweredHead(is_ready=True), ())
        bound_memory(head.memory_bytes)
        answer: WorkAnswer = work(question)
        sizes = tuple(one.nbytes for one in answer.buffers)
        return AnsweredHead(told=answer.told, sizes=sizes), tuple(answer.buffers)
    except Exception as error:  # noqa: BLE001 (the other side decides what it is)
        if lacks_memory(error):
            return AnsweredHead(error=OUT_OF_MEMORY), ()
        return AnsweredHead(error=type(error).__name__, text=readable(str(error))), ()
    finally:
        bound_memory(None)


def _named(name: str) -> Callable[[WorkQuestion], WorkAnswer]:
    module, _, function = name.partition(":")
    found: Callable[[WorkQuestion], WorkAnswer] = getattr(import_module(module), function)
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]))
