"""Publishes every version of the areas at start, and again whenever somebody publishes or corrects one."""

import asyncio
from collections.abc import Callable

from imi_contracts.areas import Area, AreaFolder
from imi_contracts.vocabularies import Vocabularies
from imi_kit.bus.consumer import StoreDown
from imi_kit.pause import pause
from imi_kit.reload import Reloader
from imi_kit.telemetry import get_logger
from imi_translation.application.catalogues import CatalogueUnitOfWork, catalogue_of, publish

log = get_logger("catalogues")
LOOK_EVERY_SECONDS = 2.0


class CatalogueWatcher:
    """A worker: runs until its stop event is set."""

    def __init__(self, folder: AreaFolder, unit_of_work: Callable[[], CatalogueUnitOfWork]) -> None:
        self._folder = folder
        self._watch = Reloader(folder)
        self._unit_of_work = unit_of_work
        self._to_publish = set(folder.areas)

    async def run(self, stop: asyncio.Event) -> None:
        self._watch.report_start()
        while not stop.is_set():
            try:
                await self.publish_changed()
            except StoreDown as error:
                log.warning("store_down", error=repr(error.__cause__))
            await pause(stop, LOOK_EVERY_SECONDS)

    async def publish_changed(self) -> int:
        """How many catalogues were new; what could not be stored is tried again the next time."""
        self._to_publish |= set(await self._watch.look())
        areas, new = self._folder.areas, 0
        for area_id in sorted(self._to_publish):
            for version in areas.versions(area_id):
                area = areas.version(area_id, version)
                new += area is not None and await self._publish(area)
            self._to_publish.discard(area_id)
        return new

    async def _publish(self, area: Area) -> bool:
        catalogue = await asyncio.to_thread(catalogue_of, area, languages_of(area.vocabularies))
        async with self._unit_of_work() as uow:
            is_new = await publish(catalogue, uow)
        if is_new:
            log.info("catalogue_published", area=catalogue.area, version=catalogue.version)
        return is_new


def languages_of(vocabularies: Vocabularies) -> tuple[str, ...]:
    """The languages of the house: those of the vocabulary."""
    return vocabularies["languages"].codes
