"""`python -m imi_requests serve | http | consumer | relay | scheduler | migrate | openapi`."""

import sys

from imi_kit.service import main
from imi_requests.bootstrap import build, migrate
from imi_requests.entrypoints.cli import print_openapi

if __name__ == "__main__":
    if sys.argv[1:] == ["openapi"]:
        print_openapi()
    else:
        main(build, migrate)
