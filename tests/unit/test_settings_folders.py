"""Folders of the settings."""

import pytest

from ocopmap.settings import Settings, default_state_dir


def test_an_empty_state_folder_is_the_default_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a path it would be the folder that the program happens to start in."""
    monkeypatch.setenv("OCOPMAP_STATE_DIR", "")
    assert Settings().state_dir == default_state_dir()
    monkeypatch.setenv("OCOPMAP_STATE_DIR", "/srv/ocop")
    assert str(Settings().state_dir) == "/srv/ocop"
