import pytest

from ocopmap.geocoding import Cause, Units, check_position
from ocopmap.geocoding.centres import Point, metres_between
from ocopmap.geocoding.vn2000 import datum_shifted, from_plane, to_plane
from ocopmap.ingest.boundaries.approximate import approximate
from tests.bench.positions import Communes, damages, measured

MERIDIANS = (105.0, 105.75)
MY_THO, HERE = "30076", (10.4512, 105.6399)


def locate(latitude: float, longitude: float) -> str | None:
    """A commune of 100 m around one point, another one of a degree around it."""
    distance = metres_between((latitude, longitude), HERE)
    return MY_THO if distance < 100 else "30037" if distance < 100_000 else None


def test_a_point_in_its_commune_is_fine(units: Units) -> None:
    assert check_position(HERE, MY_THO, locate, units, MERIDIANS) is None


@pytest.mark.parametrize(
    ("point", "cause"),
    [
        ((HERE[1], HERE[0]), Cause.SWAPPED),
        (from_plane(*to_plane(HERE, 105.75), 105.0), Cause.WRONG_ZONE),
        (from_plane(*to_plane(HERE, 105.0), 105.75), Cause.WRONG_ZONE),
    ],
)
def test_the_cause_is_found_and_the_point_put_right(units: Units, point: Point, cause: Cause) -> None:
    found = check_position(point, MY_THO, locate, units, MERIDIANS)
    assert found is not None
    assert found.cause is cause
    assert found.corrected is not None
    assert metres_between(found.corrected, HERE) < 1


def test_a_missing_datum_shift_is_recognised(units: Units) -> None:
    shifted = datum_shifted(HERE)
    unshifted = 2 * HERE[0] - shifted[0], 2 * HERE[1] - shifted[1]
    found = check_position(unshifted, MY_THO, locate, units, MERIDIANS)
    assert found is not None
    assert found.cause is Cause.MISSING_DATUM


def test_an_old_code_is_told_from_a_wrong_place(units: Units) -> None:
    old = next(c for c in units.legacy_communes.values() if c.name == "Xã Mỹ Xương")
    found = check_position(HERE, old.code, lambda *_: old.successors[0], units, MERIDIANS)
    assert found is not None
    assert found.cause is Cause.OLD_CODE
    assert "mã cũ" in found.explanation


def test_a_point_elsewhere_names_both_communes(units: Units) -> None:
    found = check_position((10.9, 105.64), MY_THO, locate, units, MERIDIANS)
    assert found is not None
    assert (found.cause, found.found_code, found.corrected) == (Cause.UNKNOWN, "30037", None)


def test_a_point_outside_everything_is_told(units: Units) -> None:
    found = check_position((21.0, 105.8), MY_THO, locate, units, MERIDIANS)
    assert found is not None
    assert found.cause is Cause.OUTSIDE_PROVINCE


@pytest.fixture(scope="module")
def communes(units: Units) -> Communes:
    return Communes(approximate(units, "82"))


def test_whatever_damage_is_noticed_gets_its_cause(communes: Communes, units: Units) -> None:
    for name, (damage, cause) in damages(units).items():
        said = measured(communes, units, damage, points=300)
        if cause not in {None, Cause.UNKNOWN}:
            assert said[cause] == said.total() - said[None], name


@pytest.mark.parametrize("name", ["axes swapped", "105°45' read as 105°00'", "105°00' read as 105°45'"])
def test_gross_damage_never_passes_unnoticed(communes: Communes, units: Units, name: str) -> None:
    damage, _ = damages(units)[name]
    assert measured(communes, units, damage, points=300)[None] == 0


def test_a_good_point_is_never_accused(communes: Communes, units: Units) -> None:
    damage, _ = damages(units)["none"]
    assert measured(communes, units, damage, points=300) == {None: 300}


def test_another_commune_is_no_cause_found(communes: Communes, units: Units) -> None:
    damage, _ = damages(units)["another commune's name"]
    said = measured(communes, units, damage, points=300)
    assert said[Cause.UNKNOWN] > 290
