"""Options of the commands of the service, and the settings that they make."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.errors import UsageError

if TYPE_CHECKING:
    from docforensics.service.settings import ServiceSettings

STORE_VARIABLE = "DOCFORENSICS_STORE"
"""Environment variable with the address of the store, since it may hold a password."""
DATA = Path("docforensics-service")


def add_store_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where the service keeps what it keeps."""
    parser.add_argument(
        "--data", type=Path, default=DATA, metavar="DIR", help="folder of the service (default: %(default)s)"
    )
    parser.add_argument(
        "--store",
        default=os.environ.get(STORE_VARIABLE, ""),
        metavar="ADDRESS",
        help=f"postgresql+pg8000://... for several instances (or {STORE_VARIABLE}; default: SQLite in the folder)",
    )
    parser.add_argument(
        "--kept",
        default="",
        metavar="ADDRESS",
        help="folder or fsspec address of what is kept (default: in the folder)",
    )
    parser.add_argument(
        "--key-file",
        type=Path,
        metavar="FILE",
        help="key with which what is kept is encrypted, outside the folder; `serve` makes it where it is not there "
        "(or DOCFORENSICS_SERVICE_KEY)",
    )


def store_settings(arguments: argparse.Namespace) -> "ServiceSettings":
    """Make settings that name the store alone; UsageError for a key that is none."""
    from docforensics.service.settings import ServiceSettings
    from docforensics.service.vault import load_key

    return ServiceSettings(
        data=arguments.data, store=arguments.store, blobs=arguments.kept, key=load_key(arguments.key_file)
    )


def refuse_key_in_data(arguments: argparse.Namespace) -> None:
    """Refuse a key that lies with what it encrypts."""
    file = arguments.key_file
    if file is not None and arguments.data.absolute() in file.absolute().parents:
        raise UsageError(
            f"--key-file: {file} lies in {arguments.data}, with what it encrypts: name a file elsewhere"
        )
