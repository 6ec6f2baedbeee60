"""The count: every command has exactly one effect, everywhere where it should have one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from imi_contracts.topology import DEAD_QUEUE
from imi_kit.bus.deadletters import list_dead

from . import stores
from .cast import AREA, Cast
from .hungary import Heard, message_id_of
from .place import Place

STEPS = {"send": "sent", "accept": "accepted", "reply": "replied", "close": "closed"}
CLOCK_SECONDS = 1
BY_QUEUE = ("accept", "reply")
SIDE = {"sent": "requesting", "accepted": "responding", "replied": "responding", "closed": "requesting"}
FACT_DATES = {"send": "sent_at", "accept": "accepted_at", "reply": "answered_at", "close": "closed_at"}
_AUDIT = (
    "select request_id, action, version, at, hash, previous_hash from audit"
    " where request_id = any($1::uuid[]) order by request_id, position"
)
_REQUESTS = "select id, status, version from request where id = any($1::uuid[])"
_FACTS = "select * from request_fact where request_id = any($1::uuid[])"
_FIGURES = "select received, accepted, answered from monthly_figures where country = 'HU' and area = $1"
_RECEIPTS = (
    "select message_id, count(*) as times from receipt"
    " where country = 'HU' and message_id = any($1::text[]) group by message_id"
)


@dataclass
class Findings:
    lost: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    observed: dict[str, int] = field(default_factory=dict)

    def exactly_once(self, what: str, wanted: Iterable[Any], found: Mapping[Any, int]) -> None:
        """`found` must hold each of `wanted` once and nothing else."""
        wanted = set(wanted)
        self.at_least_once(what, wanted, found)
        self.duplicates += [f"{what} {name}: {times} times" for name, times in found.items() if times > 1]
        self.duplicates += [f"{what} {name}: nobody asked for it" for name in found if name not in wanted]

    def at_least_once(self, what: str, wanted: Iterable[Any], found: Mapping[Any, int]) -> None:
        self.lost += [f"{what} {name}: missing" for name in wanted if not found.get(name)]

    def same(self, what: str, wanted: Any, found: Any) -> None:
        if wanted != found:
            self.lost.append(f"{what}: {found} instead of {wanted}")


def judge_ends(place: Place, struck: Counter[str], found: Findings) -> None:
    """No process of ours may end but by our hand, whatever it misses."""
    ended = stores.ended(place.stack.run_dir / "output.log")
    found.problems += [
        f"{name} ended {ended[name] - struck[name]} times by itself"
        for name in place.health
        if ended[name] > struck[name]
    ]


async def figures(place: Place) -> dict[str, int]:
    """What the scoreboard counts for Hungary, over all months."""
    found = await stores.rows(place, "statistics", _FIGURES, AREA)
    return {name: sum(row[name] for row in found) for name in ("received", "accepted", "answered")}


async def judge(
    place: Place, cast: Cast, drafts: list[dict[str, Any]], heard: Heard, before: Mapping[str, int]
) -> Findings:
    found = Findings()
    versions = {UUID(draft["id"]): int(draft["version"]) for draft in drafts}
    steps = await _judge_requests(place, versions, found)
    await _judge_facts(place, steps, found)
    found.same(
        "figures of the scoreboard",
        {name: count + len(drafts) for name, count in before.items()},
        await figures(place),
    )
    await _judge_notices(place, cast, versions, found)
    await _judge_receipts(place, versions, heard, found)
    _judge_events(versions, heard, found)
    for letter in await list_dead(place.broker("operator")):
        found.lost.append(f"{DEAD_QUEUE}: from {letter.queue}, {letter.reason}")
    found.observed["redeliveries dropped by inboxes"] = stores.repeats_dropped(place.logs)
    return found


async def _judge_requests(
    place: Place, versions: Mapping[UUID, int], found: Findings
) -> dict[tuple[UUID, str], Any]:
    """Status and version of each request, and its chain of audit entries; returns when each step was taken."""
    for row in await stores.rows(place, "requests", _REQUESTS, list(versions)):
        wanted = ("closed", versions[row["id"]] + len(STEPS))
        found.same(f"request {row['id']}", wanted, (row["status"], row["version"]))
    entries = await stores.rows(place, "requests", _AUDIT, list(versions))
    taken = [entry for entry in entries if entry["action"] in STEPS]
    counted = Counter((entry["request_id"], entry["action"]) for entry in taken)
    found.exactly_once("effect", _each(versions, STEPS), counted)
    order = list(STEPS)
    for entry in taken:
        version = versions[entry["request_id"]] + order.index(entry["action"]) + 1
        found.same(f"version at {entry['action']} of {entry['request_id']}", version, entry["version"])
    last: dict[UUID, str] = {}
    for entry in entries:
        if entry["request_id"] in last:
            found.same(f"chain of {entry['request_id']}", last[entry["request_id"]], entry["previous_hash"])
        last[entry["request_id"]] = entry["hash"]
    return {(entry["request_id"], entry["action"]): entry["at"] for entry in taken}


async def _judge_facts(place: Place, steps: Mapping[tuple[UUID, str], Any], found: Findings) -> None:
    """The statistics know of every step when it was taken; audit and event read the clock one after the other."""
    facts = {
        row["request_id"]: row
        for row in await stores.rows(place, "statistics", _FACTS, list({request for request, _ in steps}))
    }
    for (request_id, action), at in steps.items():
        known = facts[request_id][FACT_DATES[action]] if request_id in facts else None
        if known is None or abs((known - at).total_seconds()) > CLOCK_SECONDS:
            found.lost.append(f"fact {action} of {request_id}: {known} instead of {at}")


async def _judge_notices(place: Place, cast: Cast, versions: Mapping[UUID, int], found: Findings) -> None:
    wanted = [
        (str(request_id), f"request.{step}", user)
        for request_id, step in _each(versions, STEPS.values())
        for user in cast.told(SIDE[step])
    ]
    notices = [row for row in await stores.notices(place) if UUID(row["request_id"]) in versions]
    counted = Counter((row["request_id"], row["kind"], row["user_id"]) for row in notices)
    found.exactly_once("notice", wanted, counted)
    ours = {row["_id"] for row in notices}
    mails = Counter({notice: times for notice, times in stores.mails(place.mails).items() if notice in ours})
    found.at_least_once("mail of notice", ours, mails)
    found.observed["mails sent"] = mails.total()
    found.observed["mails sent again"] = mails.total() - len(mails)


async def _judge_receipts(place: Place, versions: Mapping[UUID, int], heard: Heard, found: Findings) -> None:
    wanted = [message_id_of(command, str(request)) for request, command in _each(versions, BY_QUEUE)]
    kept = {row["message_id"]: row["times"] for row in await stores.rows(place, "gateway", _RECEIPTS, wanted)}
    found.exactly_once("receipt kept", wanted, kept)
    receipts = {
        message_id: heard.receipts[message_id] for message_id in wanted if message_id in heard.receipts
    }
    contents = {message_id: len(digests) for message_id, digests in receipts.items()}
    found.exactly_once("content of the receipt", wanted, contents)
    given = sum(digests.total() for digests in receipts.values())
    found.observed["receipts given again, byte for byte the same"] = given - len(contents)
    found.observed["receipts that asked to try again"] = heard.refusals.total()


def _judge_events(versions: Mapping[UUID, int], heard: Heard, found: Findings) -> None:
    """One event per step, by its id; copies of it may come more often."""
    wanted = [
        (str(request), f"requests.request.{step}.v1") for request, step in _each(versions, STEPS.values())
    ]
    steps = {
        (request, kind): ids
        for (request, kind), ids in heard.events.items()
        if kind.startswith("requests.request.") and UUID(request) in versions
    }
    found.exactly_once("event on ms.hu.out", wanted, {place: len(ids) for place, ids in steps.items()})
    copies = sum(ids.total() for ids in steps.values())
    found.observed["copies of events that came again"] = copies - sum(map(len, steps.values()))


def _each(versions: Mapping[UUID, int], names: Iterable[str]) -> Iterator[tuple[UUID, str]]:
    return ((request_id, name) for name in list(names) for request_id in versions)
