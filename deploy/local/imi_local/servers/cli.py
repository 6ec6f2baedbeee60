"""`python -m imi_local servers`: the four servers in the foreground, their addresses in an env file."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from imi_local.errors import StackError
from imi_local.servers.fleet import ServerSet
from imi_local.servers.state import RunState

LOOK_SECONDS = 1


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m imi_local servers", description=__doc__)
    parser.add_argument("--run-dir", type=Path, required=True, help="folder for data, logs and passwords")
    parser.add_argument(
        "--env-file", type=Path, help="where to write the addresses (default: RUN_DIR/servers.env)"
    )
    options = parser.parse_args(arguments)
    try:
        return _serve(options.run_dir, options.env_file or options.run_dir / "servers.env")
    except StackError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1


def _serve(run_dir: Path, env_file: Path) -> int:
    leave = threading.Event()
    # in a thread: an event's lock may be held by the very code the signal interrupts
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: threading.Thread(target=leave.set).start())
    state = RunState(run_dir)
    state.hold()
    servers = ServerSet(state)
    try:
        servers.start()
        servers.write_environment(env_file)
        print(f"All servers answer; their addresses are in {env_file}. Ctrl-C stops them.", flush=True)
        while not leave.wait(LOOK_SECONDS):
            for server in servers.servers:
                if not server.running():
                    print(f"{server.name} has ended; starting it again", flush=True)
                    server.start()
        print("Stopping", flush=True)
    finally:
        servers.stop()
        state.release()
    return 0
