"""`python -m imi_gateway token administrator` prints a token of a minute for the administration."""

import argparse

from imi_gateway.application.tokens import Tokens
from imi_gateway.settings import SigningKey
from imi_kit.identity import TokenSigner


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="imi_gateway token", description=__doc__)
    parser.add_argument("kind", choices=["administrator"])
    parser.parse_args(arguments)
    key = SigningKey().identity_private_key.get_secret_value()
    print(Tokens(TokenSigner(key)).for_administrator())
