"""Run the tool as `python -m kvalitet`."""

import sys

from kvalitet.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
