"""Helper processes: started when they are needed, kept for the next question, ended when they take too long."""

import atexit
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from docforensics import errors
from docforensics.helper_process import ending_of, helper_environment, module_path
from docforensics.isolated.messages import (
    AnsweredHead,
    AskedHead,
    Buffer,
    WorkAnswer,
    WorkQuestion,
    answered,
    send,
)

_Made = TypeVar("_Made")
_Answered = tuple[AnsweredHead, tuple[Buffer, ...]]
_KEPT = 2
"""Helpers that wait for the next question: more would hold memory for moments in which many threads ask at once."""
_MOST_ANSWER = 2**32
"""Bytes: what decoded pictures of the largest `Limits` take."""
_LOADING_SECONDS = 120.0
"""For what a question needs before its work begins: programs, models and templates of this machine, nothing of a stranger. A judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one question may take."""

    seconds: float
    """On the clock, once the helper has started and loaded what the work needs."""
    memory_bytes: int
    """Of address space beyond what the helper holds when the question comes (Linux; other systems set no bound)."""


class OverrunError(Exception):
    """The work took more time or memory than it may; the text states which."""


class EndedError(Exception):
    """The process died of the work, or the work raised what is none of our errors; the text states which."""


class _Helper:
    """One process and the socket to it."""

    def __init__(self) -> None:
        self._path = module_path()
        self.link, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = self._started(theirs.fileno())
            except OSError:
                self.link.close()
                raise

    def _started(self, descriptor: int) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 (this interpreter, this package)
            [sys.executable, "-P", "-m", "docforensics.isolated", str(descriptor)],
            pass_fds=(descriptor,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=helper_environment(),
        )

    def ask(self, head: AskedHead, buffers: Sequence[Buffer], seconds: float) -> _Answered:
        """Ask, and wait as long as the question may take once everything that it needs is loaded."""
        self._within(_LOADING_SECONDS, "loading", partial(send, self.link, head, buffers))
        answer = self._within(_LOADING_SECONDS, "loading", partial(answered, self.link, _MOST_ANSWER))
        return (
            answer
            if not answer[0].is_ready
            else self._within(seconds, "", partial(answered, self.link, _MOST_ANSWER))
        )

    def _within(self, seconds: float, stage: str, step: Callable[[], _Made]) -> _Made:
        """Wait for the other side, and end it when that takes too long."""
        watch = threading.Timer(seconds, self.end)
        watch.daemon = True
        begun = time.monotonic()
        watch.start()
        try:
            return step()
        except (EOFError, OSError, ValueError) as error:
            self.end()
            if time.monotonic() - begun >= seconds:
                raise OverrunError(f"{stage} took longer than {seconds:g} s".strip()) from error
            raise EndedError(f"its process ended ({ending_of(self._process.wait())})") from error
        finally:
            watch.cancel()
            watch.join()  # where it fired with the answer there, the process is known to be ended

    @property
    def is_fit(self) -> bool:
        """Whether it can be asked, and finds the modules that this process finds now."""
        return self._process.poll() is None and self._path == module_path()

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End the process and let go of the socket."""
        self.end()
        self.link.close()


class _Kept:
    """Helpers that wait; those of another process, which was copied into this one, are left alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[_Helper] = []
        self._owner = os.getpid()

    def take(self) -> _Helper:
        """Give one that waits, else a new one."""
        with self._lock:
            self._forget_others()
            while self._waiting:
                if (helper := self._waiting.pop()).is_fit:
                    return helper
                helper.close()
        try:
            return _Helper()
        except OSError as error:
            raise errors.ResourceError(
                f"no process could be started with {sys.executable or 'this program'} ({error.strerror or error}): "
                "PDFs, Parquet files and isolated examinations need one"
            ) from error

    def give_back(self, helper: _Helper) -> None:
        """Keep it for the next question, or end it where enough wait."""
        with self._lock:
            self._forget_others()
            if len(self._waiting) < _KEPT and helper.is_fit:
                self._waiting.append(helper)
                return
        helper.close()

    def close(self) -> None:
        """End all that wait."""
        with self._lock:
            self._forget_others()
            waiting, self._waiting = self._waiting, []
        for helper in waiting:
            with suppress(OSError):
                helper.close()

    def _forget_others(self) -> None:
        if self._owner != os.getpid():
            self._owner, self._waiting = os.getpid(), []


_kept = _Kept()
atexit.register(_kept.close)


@contextmanager
def _helper() -> Iterator[_Helper]:
    """Give a helper; it is kept only where the question was answered."""
    helper = _kept.take()
    try:
        yield helper
    except BaseException:
        helper.close()
        raise
    _kept.give_back(helper)


def run(work: str, question: WorkQuestion, bounds: Bounds, *, prepare: str = "") -> WorkAnswer:
    """Have a question answered by `package.module:function` in a process of its own, and by `prepare` made ready before the bounds hold.

    Raises
    ------
    OverrunError
        It took more time or memory than it may.
    EndedError
        Its process died, or it raised an exception that is none of ours.
    DocforensicsError
        Of the class that the work raised; ResourceError where no process can be started.
    """
    asked = AskedHead(
        work=work,
        prepare=prepare,
        memory_bytes=bounds.memory_bytes,
        told=question.told,
        sizes=tuple(one.nbytes for one in question.buffers),
    )
    with _helper() as helper:
        head, buffers = helper.ask(asked, question.buffers, bounds.seconds)
    if not head.error:
        return WorkAnswer(told=head.told, buffers=buffers)
    if head.error == MemoryError.__name__:
        raise OverrunError(f"asked for more than {bounds.memory_bytes} bytes of memory")
    kind = getattr(errors, head.error, None)
    if isinstance(kind, type) and issubclass(kind, errors.DocforensicsError):
        raise kind(head.text)
    raise EndedError(f"{head.error}: {head.text}")
