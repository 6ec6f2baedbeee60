"""`python -m imi_statistics serve | http | consumer | relay | migrate`."""

from imi_kit.service import main
from imi_statistics.bootstrap import build, migrate

main(build, migrate)
