"""The made-up files of the digital checks, and the cards in three lights of the portrait and the security checks."""

from tests.checks.digital.conftest import bench
from tests.checks.portrait.conftest import lights
from tests.checks.security.conftest import lit

__all__ = ["bench", "lights", "lit"]
