"""Folders that stand for an image's file system: where they come from, what is mounted there, how a command runs in one."""

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.image.containerfile import Configuration

MIRROR = "http://deb.debian.org/debian"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
WAY_OUT = (
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "PIP_INDEX_URL",
    "PIP_DEFAULT_TIMEOUT",
)
"""Variables of this machine that steps which fetch something are given."""
_OLD = 30 * 24 * 3600.0
"""Seconds after which a kept base is made anew, so that its packages are not of another year: a judgement."""
LAST_LINES = 15
"""Of what a command wrote, where it fails: a traceback of pip and what it says last. A judgement."""
_DEVICES = ("null", "zero", "full", "random", "urandom")
_SHARED_MEMORY = "size=1g,mode=1777"
"""As the Containerfile's first lines have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """A root that Debian's own packages make, for an image that is not fetched."""

    suite: str
    packages: tuple[str, ...]

    def base(self, cache: Path, folder: Path) -> Path:
        """Give the root as a tar file; where none is kept, or an old one, debootstrap makes it in a folder of the caller's."""
        kept = cache / f"{self.suite}-{hashlib.sha256(repr(self).encode()).hexdigest()[:8]}.tar"
        if kept.exists() and time.time() - kept.stat().st_mtime < _OLD:
            return kept
        root, made = folder / self.suite, folder / f"{self.suite}.tar"
        command = ["debootstrap", "--variant=minbase", f"--include={','.join(self.packages)}"]
        try:
            checked([*command, self.suite, str(root), MIRROR])
        except StepError as error:
            raise UnreachedError(str(error)) from error
        checked(["tar", "--create", "--file", str(made), "--directory", str(root), "--one-file-system", "."])
        return made.rename(kept)


STAND_INS = {
    "docker.io/library/python:3.13-slim-trixie": StandIn(
        suite="trixie", packages=("ca-certificates", "python-is-python3", "python3", "python3-venv")
    ),
}
"""By the image's name: the same Debian, and the same minor version of Python, but Debian's own build of it."""


class StepError(Exception):
    """A command that failed: its status and its last lines."""


class UnreachedError(Exception):
    """What is to be there before any step was not fetched."""


def checked(command: Sequence[str], *, env: Mapping[str, str] | None = None, lines: int = LAST_LINES) -> str:
    """Run a command and give what it prints; StepError where its status is not 0."""
    done = subprocess.run(
        command,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text = done.stdout.decode(errors="replace")
    if done.returncode:
        last = "\n".join(text.splitlines()[-lines:])
        raise StepError(f"status {done.returncode} of: {' '.join(command)}\n{last}")
    return text


def megabytes(root: Path) -> float:
    """Give what a root takes on the disk, without what is mounted there."""
    return (
        int(checked(["du", "--summarize", "--block-size=1K", "--one-file-system", str(root)]).split()[0])
        / 1024
    )


def unpacked(base: Path, root: Path) -> None:
    """Fill an empty root, and give it this machine's way to the network: its names and its certificates."""
    checked(["tar", "--extract", "--file", str(base), "--directory", str(root)])
    own = Path(os.environ.get("SSL_CERT_FILE", CERTIFICATES))
    for file in (Path("/etc/resolv.conf"), Path("/etc/hosts")):
        _copied(file, root / str(file)[1:])
    _copied(own, root / str(CERTIFICATES)[1:])


def _copied(file: Path, to: Path) -> None:
    if file.exists():
        to.parent.mkdir(parents=True, exist_ok=True)
        to.unlink(missing_ok=True)
        shutil.copyfile(file, to)


def mount(kind: str, at: Path, options: str = "") -> None:
    """Mount a file system of the kernel's."""
    at.mkdir(exist_ok=True)
    told = ["-o", options] if options else []
    checked(["mount", "-t", kind, *told, kind, str(at)])


def bind(what: Path, at: Path) -> None:
    """Have a folder or file at a second place; what is mounted below it is not taken along."""
    checked(["mount", "--bind", str(what), str(at)])


def mount_devices(root: Path) -> None:
    """Mount what a container has in /dev."""
    devices = root / "dev"
    mount("tmpfs", devices, "mode=0755")
    for name in _DEVICES:
        (devices / name).touch()
        bind(Path("/dev") / name, devices / name)
    (devices / "fd").symlink_to("/proc/self/fd")
    mount("tmpfs", devices / "shm", _SHARED_MEMORY)


def in_root(root: Path, configuration: Configuration, command: Sequence[str]) -> list[str]:
    """Give a command that runs another in a root, as the user and in the folder that hold there; with `variables` as its environment."""
    user, group, _ = _user(root, configuration.user)
    told = ["chroot", f"--userspec={user}:{group}", "--groups=", str(root)]
    return [*told, "/usr/bin/env", f"--chdir={configuration.workdir}", *command]


def variables(root: Path, configuration: Configuration) -> dict[str, str]:
    """Give the environment of a command in a root: nothing of this machine's."""
    return {"PATH": PATH, "HOME": _user(root, configuration.user)[2], **configuration.env}


def _user(root: Path, named: str) -> tuple[str, str, str]:
    """Give user, group and home of a name or number, as the root's own list has them."""
    for line in (root / "etc/passwd").read_text(encoding="utf-8").splitlines():
        name, _, user, group, _, home, _ = line.split(":")
        if named in (name, user):
            return user, group, home
    if not named.isdecimal():
        raise StepError(f"USER {named}: no such user")
    return named, "0", "/"
