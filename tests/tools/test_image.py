"""The steps of a Containerfile, run without an engine: what is read, what is refused, and that nothing stays behind."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.image.__main__ import hindrance
from tools.image.containerfile import Configuration, ContainerfileError, parsed
from tools.image.packages import pinned
from tools.image.roots import STAND_INS

ROOT = Path(__file__).parents[2]
OWN = (ROOT / "Containerfile").read_text(encoding="utf-8")
PROGRAMS = ("sh", "env", "id", "cat", "touch")
TWO_STAGES = """\
FROM any AS first
ENV GREETING=hello NAME="of two words"
WORKDIR /made
COPY LICENSE here/
RUN echo "$GREETING $NAME" > text \\
 && touch other
FROM any
COPY --from=first /made /taken
RUN cat /taken/text /taken/here/LICENSE > /all
USER 10001
RUN id -u && ! touch /taken/new && test -c /dev/null && test -d /proc/self
"""


def test_the_own_containerfile_is_read() -> None:
    """Every instruction of it is known, and an image stands in for each of its images."""
    build, last = parsed(OWN)
    assert (build.name, last.name) == ("build", "")
    assert {build.image, last.image} <= STAND_INS.keys()
    stated = Configuration(env={"PATH": "/bin"})
    for step in last.steps:
        stated = stated.after(step)
    assert (stated.user, stated.workdir, stated.volumes) == ("10001", "/data", ("/data",))
    assert stated.env["PATH"] == "/opt/docforensics/bin:/bin"
    assert stated.entrypoint == ("docforensics",)
    assert stated.command[0] == "serve"
    assert stated.health is not None
    assert (stated.health.interval, stated.health.timeout, stated.health.start_period) == (30, 5, 60)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no FROM"),
        ("RUN true", "line 1: expected FROM first"),
        ("FROM a AS", "line 1: expected FROM IMAGE"),
        ("FROM a\n\n# b\nADD http://b /c", "line 4: ADD is not read here"),
        ("FROM a\nCOPY --chown=1 b /c", "line 2: an option of COPY"),
        ("FROM a\nCOPY --from=b c /d", "line 2: --from=b names no stage"),
        ("FROM a AS b\nCOPY --from=b c /d", "line 2: --from=b names no stage"),
        ("FROM a\nCOPY b* /c", "line 2: COPY takes literal words"),
        ("FROM a\nWORKDIR $HOME", "line 2: WORKDIR takes literal words"),
        ("FROM a\nRUN --mount=type=cache true", "line 2: an option of RUN"),
        ("FROM a\nRUN <<END\ntrue\nEND", "line 2: RUN without words, or with a document"),
        ("FROM a\nRUN true \\", "line 2: the last line ends"),
        ("FROM a\nENV B C", "line 2: expected ENV NAME=VALUE"),
        ("FROM a\nCMD serve", "line 2: CMD takes a list"),
        ("FROM a\nENTRYPOINT []", "line 2: ENTRYPOINT takes a list"),
        ("FROM a\nHEALTHCHECK NONE", "line 2: expected HEALTHCHECK"),
        ('FROM a\nHEALTHCHECK --timeout=1m CMD ["b"]', "line 2: expected whole seconds"),
        ("FROM a\nrun true", "line 2: run is not read here"),
    ],
)
def test_what_is_not_known_is_refused(text: str, message: str) -> None:
    """With its line: no step is left out in silence."""
    with pytest.raises(ContainerfileError, match=f"^{re.escape(message)}"):
        parsed(text)


def test_an_entrypoint_takes_the_command_before_it_away() -> None:
    """As engines have it."""
    (stage,) = parsed('FROM a\nCMD ["b"]\nENTRYPOINT ["c"]')
    stated = Configuration()
    for step in stage.steps:
        stated = stated.after(step)
    assert (stated.entrypoint, stated.command) == (("c",), ())


def test_packages_are_those_of_the_markers() -> None:
    """Names in their canonical form, extras left out."""
    text = "Some_Thing[more]==1.2 \\\n    --hash=sha256:0\nold==3 ; python_version < '3.12' \\\n"
    assert pinned(text, "3.13.5") == {"some-thing": "1.2"}
    assert pinned(text, "3.11.7") == {"some-thing": "1.2", "old": "3"}


def test_where_it_cannot_be_done_one_line_states_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not root, or a program is missing."""
    with monkeypatch.context() as changed:
        changed.setattr(sys, "platform", "darwin")
        assert hindrance(fetches=False) == "it needs Linux, and root"
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda one: None if one == "debootstrap" else one)
    assert hindrance(fetches=True) == "not installed: debootstrap"


@pytest.fixture(name="base")
def fixture_base(tmp_path: Path) -> Path:
    """Make a root of a shell and four programs of this machine; skip where no root can be made."""
    if why := hindrance(fetches=False):
        pytest.skip(why)
    root = tmp_path / "base"
    for folder in ("etc", "proc", "dev", "sys", "usr/bin"):
        (root / folder).mkdir(parents=True)
    (root / "bin").symlink_to("usr/bin")
    for name in PROGRAMS:
        program = shutil.which(name)
        assert program is not None
        shutil.copy(program, root / "usr/bin" / name)
        linked = subprocess.check_output(["ldd", program], text=True)
        for library in re.findall(r"(/\S+) \(0x", linked):
            (root / library[1:]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(library, root / library[1:])
    (root / "etc/passwd").write_text("root:x:0:0::/root:/bin/sh\n", encoding="ascii")
    subprocess.run(["tar", "-cf", str(tmp_path / "base.tar"), "-C", str(root), "."], check=True)
    return tmp_path / "base.tar"


def begun(base: Path, text: str) -> "subprocess.Popen[str]":
    """Start the tool with a Containerfile, and a cache of its own."""
    file = base.with_name("Containerfile")
    file.write_text(text, encoding="utf-8")
    told = ["--base", str(base), "--containerfile", str(file), "--build-only"]
    return subprocess.Popen(
        [sys.executable, "-m", "tools.image", *told],
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": str(base.parent / "cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def left(base: Path) -> tuple[list[str], list[str]]:
    """List what is mounted on this machine of the tool's, and what lies in its cache."""
    mounted = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    cache = base.parent / "cache/docforensics-image"
    return [one for one in mounted if "docforensics-image" in one], [one.name for one in cache.iterdir()]


def test_stages_are_built_and_nothing_stays_behind(base: Path) -> None:
    """A root each, with what the first one made in the second; the user of a step is the one that is stated."""
    process = begun(base, TWO_STAGES)
    printed, _ = process.communicate(timeout=60)
    assert process.returncode == 0, printed
    assert len(re.findall(r"^ +\d+\.\d s +-?\d+\.\d MB  (?:FROM|RUN|COPY)", printed, re.MULTILINE)) == 7
    assert "image: all steps done" in printed
    assert left(base) == ([], [])


def test_a_step_that_fails_is_named_with_its_last_lines(base: Path) -> None:
    """The status is 1, and what was mounted is gone."""
    process = begun(base, "FROM any\nRUN echo it went wrong && false\nRUN echo never")
    printed, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "image: RUN echo it went wrong && false\nstatus 1 of: chroot" in printed
    assert printed.rstrip().endswith("it went wrong")
    assert left(base) == ([], [])


def test_a_tool_that_is_stopped_leaves_nothing(base: Path) -> None:
    """Neither mounts nor processes nor its folder."""
    process = begun(base, "FROM any\nRUN while :; do :; done # a step of test_image")
    assert process.stdout is not None
    assert "FROM any" in process.stdout.readline()
    process.terminate()
    process.communicate(timeout=60)
    assert process.returncode == 1
    assert left(base) == ([], [])
    time.sleep(0.2)
    running = subprocess.check_output(["ps", "-eo", "args"], text=True)
    assert "a step of test_image" not in running
