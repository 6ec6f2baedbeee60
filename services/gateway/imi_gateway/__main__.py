"""`python -m imi_gateway serve | http | consumer | relay | scheduler | migrate | token administrator`."""

import sys

from imi_gateway.entrypoints import cli
from imi_kit.service import main

if __name__ == "__main__":
    if sys.argv[1:2] == ["token"]:
        cli.main(sys.argv[2:])
    else:
        from imi_gateway.bootstrap import build, migrate

        main(build, migrate)
