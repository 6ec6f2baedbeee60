"""The message step asks for a date only where the area lets the requesting side propose it."""

from types import SimpleNamespace

import pytest

from imi_gateway.web.compose import _message_problems

DRAFT = {"deadline": None, "legal_basis": "art-1", "free_text": None}


@pytest.mark.parametrize(("requester_proposes", "missing"), [(True, {"deadline"}), (False, set())])
def test_a_date_is_missing_only_where_the_requesting_side_proposes_it(requester_proposes, missing):
    area = SimpleNamespace(
        legal_bases={"art-1": None}, deadlines=SimpleNamespace(requester_proposes=requester_proposes)
    )
    assert _message_problems(area, DRAFT, None).keys() == missing
