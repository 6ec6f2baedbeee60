"""Steps of registration and the coordinators an authority must have."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from imi_contracts.errors import Refused
from imi_directory.domain.authority import STEPS, Authority, Coordination, Link, Status, check_coordination

AREA = "professional-qualifications"
Make = Callable[..., Authority]


def refusal(authority: Authority, *coordinators: Authority) -> str | None:
    try:
        check_coordination(authority, {c.id: c for c in coordinators})
    except Refused as refused:
        return refused.code
    return None


@pytest.mark.parametrize("status", list(Status))
def test_only_the_steps_of_the_table_are_possible(nimic: Make, status: Status) -> None:
    for wanted in Status:
        authority = nimic(status=status)
        if wanted is status or wanted in STEPS[status]:
            authority.move_to(wanted)
            assert authority.status is wanted
        else:
            with pytest.raises(Refused, match=r"directory\.status_impossible"):
                authority.move_to(wanted)


def test_a_fully_coordinated_authority_is_accepted(nimic: Make, chamber: Make) -> None:
    coordinator = nimic()
    assert refusal(chamber(coordinator), coordinator) is None


def test_a_national_coordinator_needs_nobody_above_it(nimic: Make) -> None:
    assert refusal(nimic()) is None


@pytest.mark.parametrize("missing", [Link.VALIDATING, Link.ACCESS, Link.REQUEST])
def test_each_demanded_link_is_missed(nimic: Make, chamber: Make, missing: Link) -> None:
    coordinator = nimic()
    authority = chamber(coordinator)
    authority.coordination = [link for link in authority.coordination if link.link is not missing]

    assert refusal(authority, coordinator) == "directory.coordinator_missing"


def test_an_invited_authority_may_still_lack_coordinators(nimic: Make, chamber: Make) -> None:
    assert refusal(chamber(nimic(), coordination=[], status=Status.INVITED)) is None


def test_two_access_coordinators_in_one_area_are_refused(nimic: Make, chamber: Make) -> None:
    one, other = nimic(), nimic()
    authority = chamber(one)
    authority.coordination.append(Coordination(Link.ACCESS, AREA, other.id))

    assert refusal(authority, one, other) == "directory.coordinator_double"


def test_a_coordinator_must_coordinate_that_area_in_that_country(nimic: Make, chamber: Make) -> None:
    coordinator = nimic()
    authority = chamber(coordinator)

    assert refusal(authority, replace(coordinator, country="DE")) == "directory.coordinator_unfit"
    elsewhere = replace(coordinator, kind="coordinator", areas={"services": "coordinator"})
    assert refusal(authority, elsewhere) == "directory.coordinator_unfit"
    assert refusal(authority) == "directory.coordinator_unknown"


def test_nobody_coordinates_itself(nimic: Make, chamber: Make) -> None:
    authority = chamber(nimic())
    authority.coordination = [Coordination(Link.VALIDATING, None, authority.id)]

    assert refusal(authority, authority) == "directory.coordinator_unknown"


def test_links_name_an_area_the_authority_takes_part_in(nimic: Make, chamber: Make) -> None:
    coordinator = nimic()
    elsewhere = chamber(coordinator, coordination=[Coordination(Link.LINKED, "services", coordinator.id)])
    validating = chamber(coordinator, coordination=[Coordination(Link.VALIDATING, AREA, coordinator.id)])

    assert refusal(elsewhere, coordinator) == "directory.area_missing"
    assert refusal(validating, coordinator) == "directory.link_without_area"
