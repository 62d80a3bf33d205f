"""Distances are told alike by pages and by the map: the same samples are tried in the front end's tests."""

import json
from pathlib import Path
from typing import Any

import pytest

from ocopmap.catalogue.distances import reach
from ocopmap.server.wording import wording

_SAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "browser/data/distance_samples.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("sample", _SAMPLES, ids=lambda sample: sample["said"])
def test_a_distance_is_said_as_in_the_browser(sample: dict[str, Any]) -> None:
    assert wording("vi").distance(sample["metres"], sample["vagueness"]) == sample["said"]


def test_a_vague_place_counts_as_far_as_it_may_be() -> None:
    assert reach(1_000, 0) == 1_000
    assert reach(1_000, 2_000) == 3_000
    assert reach(100_000, 2_000) == 100_000
