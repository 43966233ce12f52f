"""Makes the hand-written SDK importable, and gives an emulator that has its schema."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "by_hand"))

from pygen_emulator import Emulator
from shop_by_hand import ShopClient
from shop_project import blocking, emulated


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with emulated() as emulator:
        yield emulator


@pytest.fixture
def shop(emulator: Emulator) -> Iterator[ShopClient]:
    with blocking(emulator) as client:
        yield ShopClient(client)
