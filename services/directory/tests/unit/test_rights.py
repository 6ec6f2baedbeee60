"""Who may register, validate and edit."""

from collections.abc import Callable

import pytest

from imi_contracts.errors import Refused
from imi_directory.domain.authority import Authority
from imi_directory.domain.rights import Actor, demand, may_edit, may_register, may_validate

Make = Callable[..., Authority]
COMMISSION = Actor(commission=True)
NOBODY = Actor(commission=False)


def test_the_commission_may_do_everything(nimic: Make, chamber: Make) -> None:
    for authority in (nimic(), chamber(nimic())):
        assert may_register(COMMISSION, authority)
        assert may_validate(COMMISSION, authority)
        assert may_edit(COMMISSION, authority)


def test_who_administers_nothing_may_do_nothing(nimic: Make, chamber: Make) -> None:
    authority = chamber(nimic())
    assert not any(rule(NOBODY, authority) for rule in (may_register, may_validate, may_edit))


def test_a_national_coordinator_rules_in_its_own_state(nimic: Make, chamber: Make) -> None:
    hungary, germany = nimic("HU"), nimic("DE")
    actor = Actor(commission=False, administered=hungary)

    assert may_register(actor, chamber(hungary))
    assert may_validate(actor, chamber(hungary, coordination=[]))
    assert not may_register(actor, chamber(germany))
    assert not may_edit(actor, chamber(germany))


def test_a_national_coordinator_edits_but_never_validates_itself(nimic: Make) -> None:
    own = nimic()
    actor = Actor(commission=False, administered=own)

    assert may_edit(actor, own)
    assert not may_validate(actor, own)
    assert not may_register(actor, nimic("HU"))


def test_a_validating_coordinator_validates_its_own_authorities(nimic: Make, chamber: Make) -> None:
    national = nimic()
    regional = nimic(kind="coordinator")
    actor = Actor(commission=False, administered=regional)

    assert may_validate(actor, chamber(regional))
    assert not may_validate(actor, chamber(national))
    assert not may_register(actor, chamber(regional))


def test_an_authority_edits_itself_and_nobody_else(nimic: Make, chamber: Make) -> None:
    national = nimic()
    own, other = chamber(national), chamber(national)
    actor = Actor(commission=False, administered=own)

    assert may_edit(actor, own)
    assert not may_edit(actor, other)
    assert not may_validate(actor, own)


def test_a_no_is_an_error_with_a_code() -> None:
    with pytest.raises(Refused, match=r"identity\.forbidden"):
        demand(allowed=False)
    demand(allowed=True)
