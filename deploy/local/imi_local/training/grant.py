"""`python -m imi_local grant AREA AUTHORITY…`: give training authorities access to an area published meanwhile.

In a real system their access coordinators do this; here it takes the place of 30 people. AUTHORITY is written as in
the training data, e.g. `DE.qualifications`, `HU.dentists`, `BE.enterprises`.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from imi_kit.identity import TokenSigner
from imi_local.errors import StackError
from imi_local.provision.environment import identity_key
from imi_local.servers.ports import HOST
from imi_local.servers.state import RunState
from imi_local.training.authorities import NATIONAL, training_id
from imi_local.training.load import ADMINISTRATOR
from imi_local.training.services import TIMEOUT_SECONDS, Caller, caller_for

DEFAULT_RUN_DIR = Path(".run")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m imi_local grant", description=__doc__)
    parser.add_argument("area")
    parser.add_argument("authorities", nargs="+")
    run_dir = Path(os.environ.get("IMI_RUN_DIR") or DEFAULT_RUN_DIR)
    parser.add_argument("--run-dir", type=Path, default=run_dir, help="of the running system")
    given = parser.parse_args(arguments)
    try:
        asyncio.run(grant(given.run_dir, given.area, given.authorities))
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


async def grant(run_dir: Path, area: str, authorities: list[str]) -> None:
    """Raises TrainingError with the directory's answer when it refuses, e.g. an area that is not published."""
    state = RunState(run_dir)
    port = state.last_port("service.directory")
    if port is None:
        raise StackError(f"No system has run in {run_dir}; start it with `make run`.")
    signer = TokenSigner(identity_key(state, private=True))
    async with httpx.AsyncClient(base_url=f"http://{HOST}:{port}", timeout=TIMEOUT_SECONDS) as client:
        directory = caller_for(client, signer)(ADMINISTRATOR)
        for name in authorities:
            await _grant(directory, area, name)
            print(f"{name} works in {area} now.")


async def _grant(directory: Caller, area: str, name: str) -> None:
    path = f"/authorities/{training_id(f'authority/{name}')}"
    known = await directory.get(path)
    if area in known["roles"]:
        return
    national = str(training_id(f"authority/{known['country']}.{NATIONAL}"))
    links = [_link(link) for link in known["coordinators"]]
    links += [{"link": kind, "area": area, "authority": national} for kind in ("access", "request")]
    body = {
        "version": known["version"],
        "areas": known["roles"] | {area: "authority"},
        "coordinators": links,
    }
    await directory.call("PATCH", path, key=str(uuid4()), json=body)


def _link(link: dict[str, Any]) -> dict[str, Any]:
    return {"link": link["link"], "area": link["area"], "authority": link["authority"]["id"]}
