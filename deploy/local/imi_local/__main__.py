"""`python -m imi_local <verb>`: the laptop stack's commands."""

import sys
from importlib import import_module

VERBS = {
    "servers": "imi_local.servers.cli",
    "run": "imi_local.supervisor.cli",
    "provision": "imi_local.provision.cli",
    "grant": "imi_local.training.grant",
}


def main() -> int:
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb not in VERBS:
        print(f"usage: python -m imi_local {{{','.join(VERBS)}}} [--help]", file=sys.stderr)
        return 2
    return int(import_module(VERBS[verb]).main(sys.argv[2:]) or 0)


if __name__ == "__main__":
    sys.exit(main())
