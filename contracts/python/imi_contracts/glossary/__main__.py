"""Entry of `python -m imi_contracts.glossary`."""

import sys

from imi_contracts.glossary.cli import main

sys.exit(main())
