"""`python -m ipexport`: the same as the command `ipexport`."""

from ipexport.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
