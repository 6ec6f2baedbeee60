"""`python -m imi_notifications serve | http | consumer | relay | scheduler | migrate`."""

from imi_kit.service import main
from imi_notifications.bootstrap import build, migrate

if __name__ == "__main__":
    main(build, migrate)
