"""Keys, ciphers and keyed hashes."""

import os
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag

from imi_gateway.adapters.passwords import Argon2Passwords
from imi_gateway.adapters.secrets import AesCodeCipher, KeyedHasher

CODE = "aB3dEfGhIjK9"


def test_a_code_opens_only_with_the_key_and_for_the_user_it_was_kept_for() -> None:
    cipher, anna = AesCodeCipher(os.urandom(32)), uuid4()
    kept = cipher.encrypt(CODE, anna)
    assert CODE.encode() not in kept
    assert cipher.encrypt(CODE, anna) != kept
    assert cipher.decrypt(kept, anna) == CODE
    with pytest.raises(InvalidTag):
        cipher.decrypt(kept, uuid4())
    with pytest.raises(InvalidTag):
        AesCodeCipher(os.urandom(32)).decrypt(kept, anna)


def test_nobodys_code_is_twelve_characters_that_nobody_can_type() -> None:
    code = AesCodeCipher(os.urandom(32)).decrypt(None, None)
    assert len(code) == 12
    assert not code.isprintable()


def test_hashes_for_different_purposes_differ() -> None:
    hasher = KeyedHasher(os.urandom(32))
    same = "192.0.2.1"
    assert len({hasher.name_key(same), hasher.address_key(same), bytes.fromhex(hasher.csrf_token(same))}) == 3


def test_the_addresses_of_one_ipv6_line_count_as_one() -> None:
    hasher = KeyedHasher(os.urandom(32))
    assert hasher.address_key("2001:db8:1:2::1") == hasher.address_key("2001:db8:1:2:ffff::9")
    assert hasher.address_key("2001:db8:1:2::1") != hasher.address_key("2001:db8:1:3::1")
    assert hasher.address_key("192.0.2.1") != hasher.address_key("192.0.2.2")


async def test_passwords_are_kept_as_argon2id_and_nobodys_hash_fits_none() -> None:
    passwords = Argon2Passwords()
    kept = await passwords.hash("Right-Passw0rd")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await passwords.verify(kept, "Right-Passw0rd")
    assert not await passwords.verify(kept, "Wrong-Passw0rd")
    assert not await passwords.verify(None, "Right-Passw0rd")
    assert not await passwords.verify("rubbish", "Right-Passw0rd")
