"""Write the pages of the documentation site that come from code (`make docs` calls it before Sphinx).

    python -m tools.site

Nothing of it is committed: each page states what the package declares, the kept results hold, or the sample documents show.
"""

import sys

from tools.site import api, architecture, benchmarks, changelog, checks, cli, decisions, included

PARTS = (api, architecture, benchmarks, changelog, checks, cli, decisions, included)


def main() -> int:
    """Write all parts; each gives the files that it wrote."""
    for part in PARTS:
        count = part.write()
        print(f"{part.__name__.removeprefix('tools.site.')}: {count} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
