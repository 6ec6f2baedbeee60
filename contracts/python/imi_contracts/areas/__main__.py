"""Entry of `python -m imi_contracts.areas`."""

import sys

from imi_contracts.areas.cli import main

sys.exit(main())
