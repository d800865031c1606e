"""`python -m docforensics`: the same as the command `docforensics`."""

from docforensics.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
