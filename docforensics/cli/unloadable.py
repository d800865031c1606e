"""What to do where a package of the core cannot be loaded: which one, what it lacks, and the command that brings it."""

import re
from types import TracebackType

_PACKAGES = {
    "cv2": "opencv-python",
    "numpy": "numpy",
    "onnxruntime": "onnxruntime",
    "PIL": "pillow",
    "pypdfium2": "pypdfium2",
    "jinja2": "jinja2",
    "pycountry": "pycountry",
    "msgspec": "msgspec",
    "lazy_loader": "lazy-loader",
}
"""Of the core by the name under which each is imported, as PyPI calls it."""
_LIBRARY = re.compile(r"(lib[\w.+-]+?\.so[.\d]*)")
_DEBIAN = (
    ("libGL", "libgl1"),
    ("libglib", "libglib2.0-0"),
    ("libgthread", "libglib2.0-0"),
    ("libgomp", "libgomp1"),
    ("libSM", "libsm6"),
    ("libICE", "libice6"),
    ("libX", "libxext6 libxrender1"),
)
"""Packages of Debian and Ubuntu that bring a library, by how its name begins."""


def package_of(error: ImportError) -> str:
    """Give the package of the core that could not be loaded, as it is imported; empty where it is none of them."""
    missing = (error.name or "").partition(".")[0]
    if isinstance(error, ModuleNotFoundError):
        return missing if missing in _PACKAGES else ""
    found = [name for name in _modules(error.__traceback__) if name in _PACKAGES]
    return found[-1] if found else ""


def unloadable(error: ImportError) -> str:
    """State what could not be loaded and the command that brings it; empty where it is no package of the core."""
    package = package_of(error)
    if not package:
        return ""
    name = _PACKAGES[package]
    if isinstance(error, ModuleNotFoundError):
        return f"{name} is not installed: pip install {name}"
    library = _LIBRARY.search(str(error))
    if library is None:
        return f"{name} cannot be loaded ({error}): pip install --force-reinstall {name}"
    brings = next((names for begin, names in _DEBIAN if library[1].startswith(begin)), "")
    advice = (
        f"on Debian and Ubuntu apt-get install {brings}" if brings else f"install what brings {library[1]}"
    )
    return f"{name} cannot be loaded, since the library {library[1]} is not on this machine: {advice}"


def _modules(trace: TracebackType | None) -> list[str]:
    """List the packages whose code ran, the outermost first."""
    found = []
    while trace is not None:
        found.append(str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")[0])
        trace = trace.tb_next
    return found
