"""Where the contracts lie when nobody says otherwise: in the checkout this package belongs to."""

from pathlib import Path


def contracts_root() -> Path:
    """The `contracts/` folder of this checkout; a service with IMI_CONTRACTS_DIR passes its own path."""
    return Path(__file__).resolve().parents[3]
