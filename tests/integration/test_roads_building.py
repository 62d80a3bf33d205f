"""From a PBF to a network in use: what is kept, what is refused, what a broken-off run repeats."""

import fcntl
import json
import shutil
from pathlib import Path

import osmium
import pytest
from sqlalchemy import Engine, text

from ocopmap.catalogue.places import Precision
from ocopmap.database.gazetteer import LivingGeocoder, build_geocoder, known_places, places_revision
from ocopmap.database.map_places import load_map_places
from ocopmap.geocoding import AddressRules, Units
from ocopmap.settings import Settings
from ocopmap.touring.roads import tiles
from ocopmap.touring.roads.building import Order, building
from ocopmap.touring.roads.errors import RoadsError
from ocopmap.touring.roads.network import current_network, remove_unused, roads_folder
from tests.networks import GRID, RULES_DIR, WAYS, build, order, rules, write_network

ROAD = {"highway": "residential"}


@pytest.fixture
def roads(tmp_path: Path) -> Path:
    return roads_folder(tmp_path / "state")


def refused(roads: Path, asked: Order) -> str:
    with pytest.raises(RoadsError) as found:
        build(roads, asked)
    assert current_network(roads) is None
    return str(found.value)


def test_what_is_no_pbf_is_refused(roads: Path, tmp_path: Path) -> None:
    for number, content in enumerate((b"", b"<osm/>", b"PK\x03\x04" * 40, bytes(400), b"\x00\x00\x00\x0d" + bytes(40))):
        file = tmp_path / f"{number}.osm.pbf"
        file.write_bytes(content)
        assert "không phải tệp OpenStreetMap" in refused(roads, order(file)), content


def test_a_file_cut_off_anywhere_is_refused(roads: Path, tmp_path: Path) -> None:
    whole = write_network(tmp_path / "whole.osm.pbf").read_bytes()
    cut = tmp_path / "cut.osm.pbf"
    for length in (len(whole) - 1, len(whole) // 2, len(whole) // 3):
        cut.write_bytes(whole[:length])
        assert "cắt cụt" in refused(roads, order(cut)) or length < 100


def test_a_file_with_a_broken_piece_is_refused(roads: Path, tmp_path: Path) -> None:
    content = bytearray(write_network(tmp_path / "whole.osm.pbf").read_bytes())
    content[-60:-20] = b"\x55" * 40
    (tmp_path / "broken.osm.pbf").write_bytes(content)
    assert "bị hỏng" in refused(roads, order(tmp_path / "broken.osm.pbf"))


def test_another_country_is_refused(roads: Path, tmp_path: Path) -> None:
    abroad = write_network(tmp_path / "abroad.osm.pbf", [(ROAD, ((900, 0), (901, 0)))], named=())
    assert "nơi khác" in refused(roads, order(abroad))


def test_a_map_without_roads_is_refused(roads: Path, tmp_path: Path) -> None:
    empty = write_network(tmp_path / "empty.osm.pbf", [({"waterway": "river"}, ((0, 0), (1, 0)))])
    assert "không có đường" in refused(roads, order(empty))


def test_a_road_that_leaves_the_area_is_kept_whole_and_one_outside_is_not(roads: Path, tmp_path: Path) -> None:
    across = (ROAD, ((90, 0), (150, 0), (220, 0)))
    outside = (ROAD, ((230, 0), (240, 0)))
    file = write_network(tmp_path / "across.osm.pbf", [*WAYS, across, outside])
    words = AddressRules.load(RULES_DIR / "addresses.yaml")
    with building(roads, order(file), rules(), words, lambda *_told: None) as begun:
        begun._stage("cropped", begun._do_crop)
        ways, nodes = [], set()
        for each in osmium.FileProcessor(str(begun._crop)):
            if each.is_node():
                nodes.add(each.id)
            elif each.is_way():
                ways.append([node.ref for node in each.nodes])
    assert all(set(way) <= nodes for way in ways)
    assert len(ways) == len(WAYS)  # the proposed road and the one outside are gone, the one across is there


def test_finished_stages_are_not_repeated(roads: Path, tmp_path: Path) -> None:
    asked = order(write_network(tmp_path / "hand.osm.pbf"))
    words = AddressRules.load(RULES_DIR / "addresses.yaml")
    told: list[str] = []

    def break_off(stage: str, done: int, _total: int) -> None:
        told.append(stage)
        if stage == "assemble" and done:
            raise KeyboardInterrupt

    with (
        pytest.raises(KeyboardInterrupt),
        building(roads, asked, rules(), words, break_off) as begun,
    ):
        begun.make()
    assert set(told) == {"inside", "choose", "write", "parse", "assemble"}
    assert current_network(roads) is None
    told.clear()
    with building(roads, asked, rules(), words, lambda stage, _done, _total: told.append(stage)) as begun:
        begun.make()
        network = begun.switch()
    assert set(told) == {"assemble"}
    assert network.about.roads == len(WAYS) + len(GRID) - 2  # the ferry, and the proposed road
    assert network.about.ferries == 1
    assert network.size > 0
    assert not (roads / "work").exists()


def test_one_building_at_a_time(roads: Path, tmp_path: Path) -> None:
    roads.mkdir(parents=True)
    with (roads / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "Đang có" in refused(roads, order(write_network(tmp_path / "hand.osm.pbf")))


def test_the_old_network_goes_when_nobody_reads_it(road_state: Path, tmp_path: Path) -> None:
    roads = roads_folder(tmp_path)
    shutil.copytree(roads_folder(road_state), roads, symlinks=True)
    (old,) = (roads / "builds").iterdir()
    new = roads / "builds" / "newer"
    shutil.copytree(old, new)
    (roads / "current").unlink()
    (roads / "current").symlink_to("builds/newer")
    with (old / "lock").open("rb") as reader:
        fcntl.flock(reader, fcntl.LOCK_SH)
        remove_unused(roads)
        assert old.exists()
    remove_unused(roads)
    assert not old.exists()
    network = current_network(roads)
    assert network
    assert network.folder == new


def test_valhalla_that_fails_is_told_with_its_log(tmp_path: Path) -> None:
    (tmp_path / "nothing.pbf").write_bytes(b"")
    with pytest.raises(RoadsError, match=r"valhalla\.log"):
        tiles.run_stages(
            tiles.PARSING, tmp_path, tmp_path / "nothing.pbf", tiles.Means(1, 100), lambda _done, _total: None
        )


@pytest.fixture
def learned(loaded_copy: Engine, tmp_path: Path) -> Engine:
    """The province's records with the places of the hand-written network."""
    words = AddressRules.load(RULES_DIR / "addresses.yaml")
    asked = order(write_network(tmp_path / "hand.osm.pbf"))
    with building(tmp_path / "roads", asked, rules(), words, lambda *_told: None) as begun:
        begun._stage("cropped", begun._do_crop)
        begun._stage("named", begun._do_name)
        rows = [json.loads(line) for line in begun.places.read_text(encoding="utf-8").splitlines()]
    with loaded_copy.begin() as connection:
        places = [(name, Precision(precision), wkb) for name, precision, wkb in rows]
        load_map_places(connection, places, source="hand.osm.pbf", extract_date=begun.extract_date)
    return loaded_copy


def test_the_geocoder_learns_streets_hamlets_and_markets(
    learned: Engine, geodata_settings: Settings, units: Units
) -> None:
    with learned.connect() as connection:
        names = {place.name: place for place in known_places(connection)}
        geocoder = build_geocoder(connection, geodata_settings, units)
        communes = {row.code: row.full_name for row in connection.execute(text("SELECT code, full_name FROM commune"))}
    street, hamlet, market = names["Đường Nguyễn Huệ"], names["Ấp Mỹ Thới Thượng"], names["Chợ Ngã Năm Sen"]
    assert [each.precision for each in (street, hamlet, market)] == [
        Precision.STREET,
        Precision.HAMLET,
        Precision.EXACT,
    ]
    assert "Cao Lãnh" not in names  # a hotel of that name would draw every address of the town to it
    assert "Chợ ngoài tỉnh" not in names
    commune = communes[hamlet.commune_code]
    placed = geocoder.geocode(f"ấp Mỹ Thới Thượng, {commune}, tỉnh Đồng Tháp")[0]
    assert (placed.precision, placed.commune_name) == (Precision.HAMLET, commune)
    assert (placed.latitude, placed.longitude) == pytest.approx((hamlet.latitude, hamlet.longitude), abs=1e-6)


def test_places_stand_in_their_communes_and_are_replaced_by_the_next_extract(learned: Engine) -> None:
    outside = """
        SELECT count(*) FROM map_place AS p JOIN commune AS c ON c.id = p.commune_id
        WHERE NOT ST_DWithin(c.geom, p.geom, 1e-9)
    """
    with learned.begin() as connection:
        assert connection.scalar(text(outside)) == 0
        assert connection.scalar(text("SELECT source FROM published.map_extract")) == "hand.osm.pbf"
        day = connection.scalar(text("SELECT extract_date FROM map_extract"))
        load_map_places(connection, [], source="next.osm.pbf", extract_date=day)
        assert connection.scalar(text("SELECT count(*) FROM map_place")) == 0
        assert connection.scalars(text("SELECT source FROM map_extract")).all() == ["next.osm.pbf"]


def test_a_running_geocoder_takes_the_map_up(
    learned: Engine, loaded_copy_reader: Engine, geodata_settings: Settings, units: Units
) -> None:
    with learned.begin() as connection:
        living = LivingGeocoder(build_geocoder(connection, geodata_settings, units), places_revision(connection))
        connection.execute(text("DELETE FROM map_extract"))
    with loaded_copy_reader.connect() as connection:
        assert not living.at(connection).geocode("Chợ Ngã Năm Sen")
