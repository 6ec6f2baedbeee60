"""`python -m imi_local provision`: prepare four given servers; write one env file per service (0600).

Containers use it: the addresses of the servers come from IMI_*_URL, those of the services from their names.
"""

import argparse
import os
import sys
from pathlib import Path

from imi_local.errors import StackError
from imi_local.provision import provision
from imi_local.provision.accounts import SERVICES
from imi_local.provision.environment import service_environment
from imi_local.provision.reachable import ALL, wait_for
from imi_local.servers.fleet import REPLACED_BY
from imi_local.servers.state import RunState, write_private

# as in deploy/Dockerfile: a service can read no file but its own
USER_IDS = {
    "directory": 10001,
    "requests": 10002,
    "statistics": 10003,
    "gateway": 10004,
    "translation": 10005,
    "notifications": 10006,
}


def arguments_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m imi_local provision", description=__doc__)
    parser.add_argument("--run-dir", type=Path, required=True, help="keeps the passwords and keys it makes")
    parser.add_argument("--out", type=Path, required=True, help="folder for <service>.env")
    parser.add_argument(
        "--owners", action="store_true", help="give every file to its service's user (as root)"
    )
    parser.add_argument("--wait", type=int, default=0, help="seconds to wait for the servers")
    parser.add_argument("--public-url", required=True, help="address under which people reach the gateway")
    parser.add_argument("--smtp-url", default="smtp://mail:1025")
    parser.add_argument("--service-port", type=int, default=8000, help="of every service on its own host")
    return parser


def main(arguments: list[str]) -> int:
    options = arguments_parser().parse_args(arguments)
    missing = [name for names in REPLACED_BY.values() for name in names if not os.environ.get(name)]
    if missing:
        print(f"Set {', '.join(missing)} to the servers' administrator addresses.", file=sys.stderr)
        return 2
    try:
        _provision(options)
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _provision(options: argparse.Namespace) -> None:
    servers = {name: value for name, value in os.environ.items() if name.startswith("IMI_")}
    addresses = {name: f"http://{name}:{options.service_port}" for name in SERVICES}
    addresses |= {"public": options.public_url, "smtp": options.smtp_url}
    state = RunState(options.run_dir)
    wait_for(servers, ALL, options.wait)
    provision(state, servers)
    options.out.mkdir(parents=True, exist_ok=True)
    for service in SERVICES:
        file = options.out / f"{service}.env"
        write_private(file, env_file(service_environment(service, state, servers, addresses)))
        if options.owners:
            os.chown(file, USER_IDS[service], USER_IDS[service])


def env_file(environment: dict[str, str]) -> str:
    """Lines for a shell to source; JSON and passwords hold no single quotes."""
    return "".join(f"export {name}='{value}'\n" for name, value in sorted(environment.items()))
