"""``ocopmap db up`` beside a server that the office names."""

import pytest
from typer.testing import CliRunner

from ocopmap.cli import app
from ocopmap.database.cluster import Cluster


def test_starting_the_private_store_says_that_others_use_the_offices_server(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    state_dir = cluster.home.parent
    monkeypatch.setenv("OCOPMAP_STATE_DIR", str(state_dir))
    quiet = CliRunner().invoke(app, ["db", "up"])
    monkeypatch.setenv("OCOPMAP_DATABASE_URL", "postgresql://office.invalid/ocop")
    warned = CliRunner().invoke(app, ["db", "up"])
    (state_dir / "cluster.keep").unlink()
    assert (quiet.exit_code, warned.exit_code) == (0, 0), quiet.output + warned.output
    assert "OCOPMAP_DATABASE_URL" not in quiet.output
    assert "OCOPMAP_DATABASE_URL" in warned.output
