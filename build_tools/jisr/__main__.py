"""`python -m jisr` is `jisr`."""

import sys

from jisr.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
