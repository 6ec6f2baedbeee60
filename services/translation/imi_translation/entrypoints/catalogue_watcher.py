"""Publishes the areas at start and whenever an operator drops in a new one."""

import asyncio
from collections.abc import Callable

from imi_contracts.vocabularies import Vocabularies
from imi_kit.bus.consumer import StoreDown
from imi_kit.pause import pause
from imi_kit.telemetry import get_logger
from imi_translation.adapters.areas import AreaFolders
from imi_translation.application.catalogues import CatalogueUnitOfWork, catalogue_of, publish

log = get_logger("catalogues")
LOOK_EVERY_SECONDS = 10.0


class CatalogueWatcher:
    """A worker: runs until its stop event is set."""

    def __init__(self, folders: AreaFolders, unit_of_work: Callable[[], CatalogueUnitOfWork]) -> None:
        self._folders = folders
        self._unit_of_work = unit_of_work

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self.publish_changed()
            except StoreDown as error:
                log.warning("store_down", error=repr(error.__cause__))
            await pause(stop, LOOK_EVERY_SECONDS)

    async def publish_changed(self) -> int:
        """How many catalogues were new."""
        areas = await asyncio.to_thread(self._folders.read_if_changed)
        new = 0
        for area in areas:
            languages = languages_of(area.vocabularies)
            catalogue = await asyncio.to_thread(catalogue_of, area, languages)
            async with self._unit_of_work() as uow:
                is_new = await publish(catalogue, uow)
            if is_new:
                new += 1
                log.info("catalogue_published", area=catalogue.area, version=catalogue.version)
        self._folders.done()
        return new


def languages_of(vocabularies: Vocabularies) -> tuple[str, ...]:
    """The languages of the house: those of the vocabulary."""
    return vocabularies["languages"].codes
