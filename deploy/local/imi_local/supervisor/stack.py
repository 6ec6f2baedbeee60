"""Brings the whole system up in the right order, keeps it up, and takes it down again."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from imi_local.disk import check_disk
from imi_local.errors import StoppedError
from imi_local.provision import provision_broker, provision_stores, reachable
from imi_local.provision.areas import provision_areas
from imi_local.servers import ServerSet
from imi_local.servers.ports import HOST
from imi_local.servers.state import RunState
from imi_local.supervisor import access, checks, wiring
from imi_local.supervisor.keeper import Child, Keeper
from imi_local.supervisor.mail import MailSink
from imi_local.supervisor.service import Service

DEFAULT_PORT = 8080
TRAINING_SECONDS = 900
AT_ONCE = 3  # more Python start-ups side by side only slow each other down
STORES = ("postgres", "mongodb", "objects")


class Stack:
    """One system in one run folder. `start` raises StackError; `stop` may be called in any state."""

    def __init__(
        self, run_dir: Path, port: int | None, given: Mapping[str, str], say: Callable[[str], None]
    ) -> None:
        self.state = RunState(run_dir)
        self._given, self._say = given, say
        self._port = port or self.state.last_port("public") or DEFAULT_PORT
        self._servers = ServerSet(self.state, given, say)
        self._services: list[Service] = []
        self._keepers: list[Keeper] = []
        self._mail: MailSink | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._port}"

    def start(self, *, training: bool = True) -> dict[str, Any]:
        """Everything up and ready; returns what access.json holds."""
        check_disk(self.state.folder)
        self.state.hold()
        (self.state.folder / "access.json").unlink(missing_ok=True)  # its presence says: everything is ready
        checks.check_port(self._port)
        self.state.use_port("public", self._port)
        self._addresses = wiring.service_addresses(self.state, self._port, self._start_mail())
        with ThreadPoolExecutor(3) as pool:
            steps = (self._prepare_broker, self._prepare_stores, self._prepare_areas)
            self._all([pool.submit(step) for step in steps])
        self._say("Starting the six services")
        self._side_by_side(Service.start)
        if training:
            self._make_training_data()
        self._keep()
        amqp_url = self._servers.environment()["IMI_RABBITMQ_URL"]
        found = access.describe(self.state, self.url, amqp_url, self._mail.page_url if self._mail else None)
        access.write(self.state.folder, found)
        return found

    def wait(self) -> None:
        """Returns when somebody asks the stack to stop."""
        while not self.state.stopping.wait(1):
            pass

    def stop(self) -> None:
        """Services first, then the broker, then the stores."""
        self.state.stopping.set()
        for keeper in self._keepers:
            keeper.join()
        self._say("Stopping the services, then the broker, then the stores")
        with ThreadPoolExecutor(len(self._services) or 1) as pool:
            list(pool.map(Service.stop, self._services))
        if self._mail:
            self._mail.stop()
        self._servers.stop()
        self._say("Stopped; the data are kept")
        self.state.release()

    def _start_mail(self) -> str:
        """A sink of our own unless a mail server is given; returns where mail is to be sent."""
        if given := self._given.get("IMI_SMTP_URL"):
            return given
        smtp, page = self.state.port("mail.smtp"), self.state.port("mail.page")
        self._mail = MailSink(self.state.folder / "mail", smtp, page)
        self._mail.start()
        return self._mail.smtp_url

    def _prepare_broker(self) -> None:
        """The slowest server; meanwhile the stores are made ready."""
        self._say("Starting the message broker (takes longest) and the stores")
        self._servers.start(("rabbitmq",))
        servers = self._servers.environment()
        reachable.wait_for(servers, reachable.BROKER)
        provision_broker(self.state, servers)

    def _prepare_areas(self) -> None:
        """A folder somebody names is theirs; they publish in it themselves."""
        if not self._given.get(wiring.AREAS_DIR):
            provision_areas(wiring.areas_folder(self.state, self._given))

    def _prepare_stores(self) -> None:
        self._servers.start(STORES)
        servers = self._servers.environment()
        reachable.wait_for(servers, reachable.STORES)
        provision_stores(self.state, servers)
        self._services = wiring.make_services(self.state, self._given, servers, self._addresses)
        self._say("Bringing the databases up to date")
        self._side_by_side(Service.migrate)

    def _side_by_side(self, step: Callable[[Service], None]) -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            self._all([pool.submit(step, service) for service in self._services])

    def _all(self, jobs: Sequence["Future[None]"]) -> None:
        """Wait for all; the first real failure stops what is still waiting, and is raised."""
        for job in jobs:
            job.add_done_callback(self._give_up_after)
        failures = [error for job in jobs if (error := job.exception())]
        for error in sorted(failures, key=lambda error: isinstance(error, StoppedError)):
            raise error

    def _give_up_after(self, job: "Future[None]") -> None:
        if job.exception():
            self.state.stopping.set()

    def _make_training_data(self) -> None:
        process = wiring.training_process(self.state, self._servers.environment(), self._addresses)
        if process:
            self._say("Making the training data (only this once)")
            process.run(TRAINING_SECONDS, self.state.stopping, self._say)

    def _keep(self) -> None:
        children: list[Child] = [*self._servers.servers, *self._services]
        self._keepers = [Keeper(child, self.state.stopping, self._say) for child in children]
        for keeper in self._keepers:
            keeper.start()
