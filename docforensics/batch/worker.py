"""A worker process of the local executor: one examiner, native threads held to one, memory bounded.

It is started by `pool.py` with two inherited file descriptors, SOCKET and SLOT: the socket
carries tasks and results, the slot tells the parent without a message which task runs, since when, and its content hash.
"""

import faulthandler
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection

from docforensics.batch.messages import OUT_OF_MEMORY, Ready, Slot, Start, Unable, bytes_held
from docforensics.helper_process import bound_memory, leave_with_parent, loading
from docforensics.native_lines import native_lines_dropped


def main(arguments: Sequence[str]) -> None:
    """Work until the parent closes the socket or sends None."""
    socket, slot = Connection(int(arguments[0])), Slot(int(arguments[1]))
    leave_with_parent()
    start: Start = socket.recv()
    sys.path[:] = start.path
    with native_lines_dropped():
        _serve(socket, slot, start)


def _serve(socket: Connection, slot: Slot, start: Start) -> None:
    try:
        with loading():
            from docforensics.batch.serve import Server  # noqa: PLC0415 (loads everything: after the path is set)

            server = Server(start)
    except Exception as error:  # noqa: BLE001 (whatever it is, the parent says it)
        socket.send(Unable(error=error))
        return
    bound_memory(start.settings.memory_limit)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        socket.send(Ready(bytes_held=bytes_held()))
        while (chunk := socket.recv()) is not None:
            number, tasks = chunk
            # Should the parent be gone and native code hang with the interpreter locked, this still ends the process.
            faulthandler.dump_traceback_later(
                2 * start.settings.time_limit * len(tasks) + 60, exit=True, file=sys.stderr
            )
            try:
                socket.send(server.chunk(number, tasks, slot))
            except MemoryError:
                os._exit(OUT_OF_MEMORY)  # nothing can be relied on now; the slot says which document it was
            faulthandler.cancel_dump_traceback_later()
