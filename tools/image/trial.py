"""Starts what an image states, as an engine would, and asks it: its health, a genuine and a forged specimen, and that it stops."""

import ctypes
import fcntl
import json
import os
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.image.build import timed
from tools.image.containerfile import Configuration
from tools.image.roots import LAST_LINES, StepError, bind, checked, in_root, mount, mount_devices, variables

_NEW_NETWORK = 0x40000000
"""CLONE_NEWNET of unshare(2)."""
_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 0x1
"""SIOCGIFFLAGS, SIOCSIFFLAGS and IFF_UP of netdevice(7)."""
_RETRIES = 3
"""Health checks that may fail after the start period, as engines have it."""
_STOP_SECONDS = 35
"""As docs/howto/container.md has it."""
_ANSWER_SECONDS = 180
"""Of curl: the first document waits until the worker processes have loaded everything."""
ADDRESS = "http://127.0.0.1:8117"
_SAMPLES = Path("sample_docs/documents")
_GENUINE = "td3-2-0021-border-reader"
_EXPECTED = {_GENUINE: {"CLEAR"}, f"{_GENUINE}-photo-physical-ordinary": {"REFER", "ALERT"}}
"""Outcomes by specimen: those that `make examine` demands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A process that runs in a root as the image states."""

    root: Path
    configuration: Configuration
    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def first(self) -> int:
        """The process that is number 1 within; StepError where there is none, yet or any more."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        if not (told := children.read_text(encoding="ascii").split()):
            raise StepError("no process within")
        return int(told[0])

    def asked(self, command: Sequence[str], configuration: Configuration | None = None) -> str:
        """Run a further command within, as `podman exec` does; StepError where it fails."""
        enter = ["nsenter", f"--target={self.first}", "--mount", "--pid"]
        within = configuration or self.configuration
        env = variables(self.root, within)
        return checked([*enter, *in_root(self.root, within, command)], env=env)

    def last_lines(self) -> str:
        """The last lines that it wrote."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:])


def tried(root: Path, configuration: Configuration, folder: Path, samples: Path) -> None:
    """Start it, ask it, stop it; StepError where anything is not as it must be."""
    _alone()
    with _started(_read_only(root, configuration, folder), configuration, folder / "log") as container:
        with timed("HEALTHCHECK: healthy"):
            _wait_until_healthy(container)
        with timed(f"USER {configuration.user}: nothing can be written but the volume and memory"):
            _refuse_writable(container)
        for specimen, expected in _EXPECTED.items():
            with timed(f"curl: {specimen}"):
                outcome = _examined(container, samples / _SAMPLES / specimen, folder)
            print(f"{'':11}200, {outcome}")
            if outcome not in expected:
                raise StepError(f"{specimen}: {outcome}, expected {' or '.join(sorted(expected))}")
        with timed("SIGTERM: status 0"):
            _stopped(container)


def _alone() -> None:
    """Move this process into a network of its own that has nothing but itself: the port is free there, and nobody is reached."""
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "a network of its own was refused")
    with socket.socket() as link:
        asked = struct.pack("16sh14x", b"lo", 0)
        _, flags = struct.unpack("16sh14x", fcntl.ioctl(link, _GET_FLAGS, asked))
        fcntl.ioctl(link, _SET_FLAGS, struct.pack("16sh14x", b"lo", flags | _UP))


def _read_only(root: Path, configuration: Configuration, folder: Path) -> Path:
    """Mount the root a second time, where only the volumes and memory can be written."""
    served = folder / "served"
    served.mkdir()
    bind(root, served)
    checked(["mount", "-o", "remount,bind,ro", str(served)])
    mount_devices(served)
    mount("sysfs", served / "sys", "ro")
    for volume in configuration.volumes:
        bind(root / volume[1:], served / volume[1:])
    return served


@contextmanager
def _started(root: Path, configuration: Configuration, log: Path) -> Iterator[Container]:
    own = ["unshare", "--pid", "--fork", "--kill-child", f"--mount-proc={root / 'proc'}"]
    command = in_root(root, configuration, [*configuration.entrypoint, *configuration.command])
    with log.open("wb") as lines:
        process = subprocess.Popen(
            [*own, *command],
            env=variables(root, configuration),
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=subprocess.STDOUT,
        )
    container = Container(root=root, configuration=configuration, process=process, log=log)
    try:
        yield container
    except StepError as error:
        raise StepError(f"{error}\nits last lines:\n{container.last_lines()}") from error
    finally:
        process.kill()
        process.wait()


def _wait_until_healthy(container: Container) -> None:
    health = container.configuration.health
    if health is None:
        raise StepError("no HEALTHCHECK")
    until = time.monotonic() + health.start_period + _RETRIES * health.interval
    while True:
        if container.process.poll() is not None:
            raise StepError(f"it ended with status {container.process.returncode}")
        try:
            container.asked(["/usr/bin/timeout", str(health.timeout), *health.command])
        except StepError:
            if time.monotonic() > until:
                raise
            time.sleep(1)
        else:
            return


def _refuse_writable(container: Container) -> None:
    """Find what a user, or root, could write; both must find the volume, so that a root that nobody can write in is seen as well."""
    root = Configuration(env=container.configuration.env)
    looks = {"/": False, "/tmp": False, "/opt/docforensics": False, "/data": True, "/dev/shm": True}  # noqa: S108
    for who in (container.configuration, root):
        for folder, may in looks.items():
            try:
                container.asked(["/bin/sh", "-c", f"touch {folder}/.look && rm {folder}/.look"], who)
            except StepError:
                could = False
            else:
                could = True
            if could is not may:
                raise StepError(f"{folder} can{'' if could else 'not'} be written by user {who.user}")


def _examined(container: Container, specimen: Path, folder: Path) -> str:
    """Send a specimen in three lights; give the outcome."""
    key = folder / "header"
    key.write_text(container.asked(["cat", "/data/service/first-key"]), encoding="ascii")
    words = ["--silent", "--show-error", "--noproxy", "*", "--max-time", str(_ANSWER_SECONDS)]
    words += ["--write-out", "\n%{http_code}", "--header", f"@{key}"]
    for stated in ("channel=scanner", "inspected_on=2026-11-24", *_lights(specimen)):
        words += ["--form", stated]
    text, _, status = checked(["curl", *words, f"{ADDRESS}/v1/examinations"]).rpartition("\n")
    if status != "200":
        raise StepError(f"{specimen.name}: {status} {text[:500]}")
    return str(json.loads(text)["verdict"]["outcome"])


def _lights(specimen: Path) -> list[str]:
    lights = {"visible": "white", "uv": "uv", "ir": "ir"}
    return [f"{light}=@{specimen}/data-page-{name}.jpg" for light, name in lights.items()]


def _stopped(container: Container) -> None:
    os.kill(container.first, signal.SIGTERM)
    try:
        status = container.process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        raise StepError(f"it did not stop within {_STOP_SECONDS} s of SIGTERM") from None
    if status:
        raise StepError(f"it stopped with status {status}")
