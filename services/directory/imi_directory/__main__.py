"""`python -m imi_directory serve | http | relay | migrate`."""

from imi_directory.bootstrap import build, migrate
from imi_kit.service import main

main(build, migrate)
