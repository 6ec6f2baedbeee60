"""Makes the search anew for authorities whose words were taken from other vocabularies than today's."""

from imi_directory.application.announce import index_authority
from imi_directory.application.ports import Catalogue, DirectoryWork

AT_ONCE = 50


async def reindex_some(catalogue: Catalogue, work: DirectoryWork) -> int:
    """Index a few authorities again; how many there were."""
    ids = await work.search.outdated(catalogue.fingerprint, AT_ONCE)
    for authority in (await work.authorities.many(ids)).values():
        await index_authority(authority, catalogue, work)
    return len(ids)
