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
_BRINGING = {
    # Whichever of what its windows need is missed first, these two bring all of it.
    "cv2": "on Debian and Ubuntu apt-get install libgl1 libglib2.0-0; or take the wheel without windows: "
    "pip uninstall opencv-python, then pip install opencv-python-headless",
    "onnxruntime": "on Debian and Ubuntu apt-get install libstdc++6 libgomp1",
}
"""What brings a library that a package of the core misses."""
_NOT_A_LIBRARY = "cannot import name"
"""How Python words that a module lacks a name; the package itself is there."""


def package_of(error: ImportError) -> str:
    """Give the package of the core that could not be loaded, as it is imported; empty where it is none of them."""
    missing = (error.name or "").partition(".")[0]
    if isinstance(error, ModuleNotFoundError):
        return missing if missing in _PACKAGES else ""
    found = [name for name in _modules(error.__traceback__) if name in _PACKAGES]
    # Asked for again after it failed, OpenCV is named by the error alone.
    named = missing if missing in _PACKAGES and _NOT_A_LIBRARY not in str(error) else ""
    return found[-1] if found else named


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
    advice = _BRINGING.get(package, f"install what brings {library[1]}")
    return f"{name} cannot be loaded, since the library {library[1]} is not on this machine: {advice}"


def _modules(trace: TracebackType | None) -> list[str]:
    """List the packages whose code ran, the outermost first."""
    found = []
    while trace is not None:
        found.append(str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")[0])
        trace = trace.tb_next
    return found
