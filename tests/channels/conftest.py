"""What tests of channels may ask for besides: a Bot API server."""

from collections.abc import Iterator

import pytest

from tests.support.emulator import Emulator, running_emulator


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """A Bot API server of this test's own."""
    with running_emulator() as running:
        yield running
