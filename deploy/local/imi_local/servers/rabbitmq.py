"""Private RabbitMQ with the management and Prometheus plugins, and an epmd of its own."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from imi_local.servers import rabbitmq_packages, readiness
from imi_local.servers.ports import HOST
from imi_local.servers.process import Process
from imi_local.servers.server import PrivateServer
from imi_local.servers.state import RunState, write_private

ADMIN = "admin"
PLUGINS = "[rabbitmq_management,rabbitmq_prometheus]."
# Erlang's schedulers spin while they wait; on a laptop shared with six services that is only heat.
QUIET_SCHEDULERS = "+sbwt none +sbwtdcpu none +sbwtdio none"
START_SECONDS = 120


class RabbitMq(PrivateServer):
    name = "rabbitmq"

    def __init__(self, state: RunState, say: Callable[[str], None] = print) -> None:
        super().__init__(state)
        self._password, self._say = state.secret("rabbitmq"), say
        self._folder = state.folder / "rabbitmq"
        self._epmd: Process | None = None

    def start(self) -> None:
        self._programs = rabbitmq_packages.find_or_fetch(self._say)
        self._write_configuration()
        environment = self._broker_environment()
        self._start_epmd(environment)
        program = str(self._programs.home / "sbin/rabbitmq-server")
        self._launch([program], self._answers, START_SECONDS, env=environment, cwd=self._folder)

    def stop(self) -> None:
        super().stop()
        if self._epmd:
            self._epmd.stop(timeout=1)

    def environment(self) -> dict[str, str]:
        account = f"{ADMIN}:{self._password}@{HOST}"
        return {
            "IMI_RABBITMQ_URL": f"amqp://{account}:{self._port('amqp')}/",
            "IMI_RABBITMQ_MANAGEMENT_URL": f"http://{account}:{self._port('management')}",
        }

    def _start_epmd(self, environment: dict[str, str]) -> None:
        """The boot dies without it; as a child of ours (not as a daemon) it ends with us."""
        if self._epmd and self._epmd.running():
            return
        program = next(self._programs.erlang.glob("erts-*/bin/epmd"))
        self._epmd = Process("epmd", [str(program)], self._state.folder, env=environment)
        self._epmd.start()
        self._epmd.wait_ready(lambda: _epmd_answers(program, environment), 15, self._state.stopping)

    def _write_configuration(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "enabled_plugins").write_text(PLUGINS)
        (self._folder / "none.conf").touch()
        lines = {
            "listeners.tcp.1": f"{HOST}:{self._port('amqp')}",
            "management.tcp.ip": HOST,
            "management.tcp.port": self._port("management"),
            "prometheus.tcp.ip": HOST,
            "prometheus.tcp.port": self._port("prometheus"),
            "loopback_users": "none",
            "default_user": ADMIN,
            "default_pass": self._password,
            "disk_free_limit.absolute": "100MB",
            "raft.wal_max_size_bytes": 32_000_000,
            "log.console": "true",
            "log.console.level": "warning",
            "log.file.level": "info",
        }
        text = "".join(f"{name} = {value}\n" for name, value in lines.items())
        write_private(self._folder / "rabbitmq.conf", text)

    def _broker_environment(self) -> dict[str, str]:
        erlang, root, folder = self._programs.erlang, self._programs.root, self._folder
        library_path = ":".join(str(path) for path in sorted((root / "usr/lib").glob("*-linux-*")))
        unpacked = {"LD_LIBRARY_PATH": library_path} if root != Path("/") else {}
        return {
            **unpacked,
            "IMI_ERL_ROOT": str(erlang),
            "ERL_DIR": f"{erlang}/bin/",
            "PATH": f"{erlang}/bin:{root}/usr/bin:/usr/sbin:/sbin:/usr/bin:/bin",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "ERL_EPMD_ADDRESS": HOST,
            "ERL_EPMD_PORT": str(self._port("epmd")),
            "RABBITMQ_HOME": str(self._programs.home),
            "RABBITMQ_NODENAME": "imi@localhost",
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            "RABBITMQ_CONF_ENV_FILE": str(folder / "none.conf"),
            "RABBITMQ_DIST_PORT": str(self._port("dist")),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                f"-kernel inet_dist_use_interface {{127,0,0,1}} {QUIET_SCHEDULERS}"
            ),
        }

    def _answers(self) -> bool:
        urls = self.environment()
        return readiness.rabbitmq(urls["IMI_RABBITMQ_URL"], urls["IMI_RABBITMQ_MANAGEMENT_URL"])


def _epmd_answers(program: Path, environment: dict[str, str]) -> bool:
    asked = subprocess.run([program, "-names"], env=environment, capture_output=True, check=False, timeout=10)
    return asked.returncode == 0
