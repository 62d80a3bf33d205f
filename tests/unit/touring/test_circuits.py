"""Circuits grown from places: together, with a place to buy, never twice the same ground."""

from hypothesis import given
from hypothesis import strategies as st

from ocopmap.catalogue.places import Layer
from ocopmap.layers.candidates import Candidate
from ocopmap.touring.circuits import Names, Theme, Why, grow

LOTUS = Theme(name=Names(vi="Sen", en="Lotus"), commodities=frozenset({"lotus"}), words=("sen",))


def place(number: int, layer: Layer, north: float, *, words: str = "", made: str = "", grown: str = "") -> Candidate:
    return Candidate(
        id=f"{layer}:{number}",
        layer=layer,
        name=f"{layer} {number}",
        latitude=10 + north,
        longitude=105,
        precision="exact",
        commune_name=None,
        stars=None,
        kind=None,
        commodities=frozenset({made} - {""}),
        words=words,
        grown=frozenset({grown} - {""}),
    )


def test_theme_sale_and_sights_near_one_another_make_a_circuit() -> None:
    places = [
        place(1, Layer.PRODUCER, 0.00, made="lotus"),
        place(2, Layer.TOURISM_POINT, 0.03, words="khu dong sen"),
        place(3, Layer.SALES_POINT, 0.05),
        place(4, Layer.TOURISM_POINT, 0.06),
        place(5, Layer.TOURISM_POINT, 1.00, words="sen xa"),
        place(6, Layer.PRODUCER, 0.01, made="rice"),
    ]
    (circuit,) = grow("lotus", LOTUS, places)
    assert {stop.place.id: stop.why for stop in circuit.stops} == {
        "producer:1": Why.MAKES,
        "tourism_point:2": Why.NAMED,
        "sales_point:3": Why.SELLS,
        "tourism_point:4": Why.NEAR,
    }


def test_words_are_whole_words() -> None:
    places = [place(number, Layer.TOURISM_POINT, number / 100, words="senh asen") for number in range(5)]
    assert grow("lotus", LOTUS, places) == []


def test_one_ground_under_several_standards_is_one_stop() -> None:
    zones = [place(number, Layer.ZONE, 0, made="lotus") for number in range(4)]
    sights = [place(number, Layer.TOURISM_POINT, number / 50) for number in range(1, 4)]
    (circuit,) = grow("lotus", LOTUS, [*zones, *sights])
    assert [stop.why for stop in circuit.stops].count(Why.GROWN_HERE) == 1


@given(
    st.lists(st.tuples(st.sampled_from(list(Layer)), st.integers(0, 300), st.sampled_from(["", "lotus"])), max_size=40)
)
def test_no_stop_twice_and_never_too_many(found: list[tuple[Layer, int, str]]) -> None:
    places = [place(at, layer, north / 100, made=made) for at, (layer, north, made) in enumerate(found)]
    for circuit in grow("lotus", LOTUS, places):
        ids = [stop.place.id for stop in circuit.stops]
        assert len(ids) == len(set(ids))
        assert 3 <= len(ids) <= 7
