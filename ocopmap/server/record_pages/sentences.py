"""A record's facts as plain sentences: what is uncertain is said to be so."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from ocopmap.catalogue.places import Layer
from ocopmap.layers.records import Record
from ocopmap.server.wording import Wording

_MOST_COMMODITIES = 3


def certificate(words: Wording, product: Record) -> str:
    """Return how long a product's certificate is valid, in words that hold whatever its dates leave open."""
    validity, earliest, latest = product["validity"], product["expires_earliest"], product["expires_latest"]
    if validity == "revoked":
        revoked_on = next((each["revoked_on"] for each in product["recognitions"] if each["revoked_on"]), None)
        return words.t("read.certificate.revoked", day=words.date(revoked_on) if revoked_on else "")
    if earliest is None:
        return words.t("read.certificate.undated")
    span = "day" if earliest == latest else "span"
    return words.t(f"read.certificate.{validity}.{span}", first=words.date(earliest), last=words.date(latest))


def when(words: Wording, day: str | None) -> str | None:
    """Return a date that may be a year or month alone as it stands in a sentence: "năm 2023", "on 29 Nov 2023"."""
    if not day:
        return None
    kind = {4: "year", 7: "month"}.get(len(day), "day")
    return words.t(f"read.when.{kind}", date=words.date(day))


def whereabouts(words: Wording, record: Record) -> str:
    """Return how well a record's place is known."""
    precision = record.get("precision")
    if not precision:
        return words.t("read.place.none")
    unit = record.get("legacy_commune") if precision == "legacy_commune" else record.get("commune_name")
    radius = words.distance(record.get("uncertainty_m") or 0)
    return words.t(f"read.place.{precision}", radius=radius, unit=unit or words.t("read.place.some_unit"))


def how_far(words: Wording, row: Record, origin: Record | None = None) -> str:
    """Return the distance of a record from another; "at most" as far as the vagueness of both may stretch it."""
    vagueness = sum(each.get("uncertainty_m") or 0 for each in (row, origin or {}))
    return words.distance(float(row["distance_m"]), vagueness)


def formation(words: Wording, commune: Record) -> str:
    """Return what a commune was formed from on 1 July 2025, by old district."""
    parts = []
    for district, units in groupby(commune["formed_from"], key=lambda unit: unit["district"]):
        names = [in_sentence(unit["label"].rpartition(", ")[0]) for unit in units]
        parts.append(words.t("read.commune.of_district", units=words.series(names), district=in_sentence(district)))
    if not parts:
        return ""
    return words.t("read.commune.formed", name=commune["name"], units=words.series(parts))


def commune_story(words: Wording, commune: Record) -> list[str]:
    """Return a commune's story from its records: how it was formed, what it makes and grows, what there is to see."""
    contents = commune["contents"]
    return [
        sentence
        for sentence in (
            formation(words, commune),
            _made(words, contents["product"]),
            _grown(words, contents["zone"]),
            _seen(words, contents),
        )
        if sentence
    ]


def _made(words: Wording, products: list[Record]) -> str:
    if not products:
        return words.t("read.commune.no_products")
    high = sum(1 for product in products if (product["stars"] or 0) > 3)
    told = words.count("read.commune.products", len(products))
    commodities = _commonest(words, (product["commodity"] for product in products))
    if commodities:
        told = words.t("read.commune.products_of", products=told, list=commodities)
    if high:
        return words.t("read.sentence_with", first=told, then=words.count("read.commune.high_stars", high))
    return words.t("read.sentence", first=told)


def _grown(words: Wording, zones: list[Record]) -> str:
    if not zones:
        return ""
    return words.t("read.commune.zones", list=_commonest(words, (zone["commodity"] for zone in zones)))


def _seen(words: Wording, contents: dict[str, list[Record]]) -> str:
    counted = [
        words.count(f"read.count.{layer}", len(contents[layer]))
        for layer in (Layer.CRAFT_VILLAGE, Layer.TOURISM_POINT, Layer.SALES_POINT)
        if contents.get(layer)
    ]
    return words.t("read.commune.seen", list=words.series(counted)) if counted else words.t("read.commune.nothing_seen")


def _commonest(words: Wording, commodities: Iterable[str | None]) -> str:
    found = Counter(each for each in commodities if each)
    return words.series([words.name("commodity", code).lower() for code, _ in found.most_common(_MOST_COMMODITIES)])


def in_sentence(name: str) -> str:
    """Return an official name with its kind in small letters: ``xã Mỹ Thọ``."""
    return name[:1].lower() + name[1:]


def description(words: Wording, record: Record) -> str:
    """Return what a search engine shows beneath the title: a sentence or two of facts."""
    layer = Layer(record["layer"])
    place = record.get("commune_name") or ""
    if layer is Layer.PRODUCT:
        stars = words.name("stars", record["stars"] or "unknown")
        maker = record["producer"]["name"] if record["producer"] else ""
        told = [f"{words.name('group', record['group'])}, {stars[:1].lower()}{stars[1:]}", maker, place]
        return f"{record['name']}: {', '.join(filter(None, told))}. {certificate(words, record)}"
    if layer is Layer.ZONE:
        area = words.t("card.hectares", n=record["declared_ha"]) if record["declared_ha"] else ""
        told = [words.name("commodity", record["commodity"]), area, record["named_units"] or ""]
        return f"{record['name']}: {', '.join(filter(None, told))}."
    if layer is Layer.COMMUNE:
        return " ".join(commune_story(words, record))
    told = [words.t(f"layer.one.{layer}"), kind(words, record) or "", place]
    return f"{record['name']}: {', '.join(filter(None, told))}. {whereabouts(words, record)}"


def kind(words: Wording, record: Record) -> str | None:
    """Return what kind of its layer a site is; a craft in the source's own words."""
    layer, code = record["layer"], record.get("kind")
    if layer == Layer.CRAFT_VILLAGE:
        return str(record["craft"]) if record.get("craft") else None
    headings = {
        Layer.PRODUCER: "legal_form",
        Layer.TOURISM_POINT: "tourism_kind",
        Layer.SALES_POINT: "sales_point_kind",
        Layer.COMMUNE: "commune_kind",
    }
    return words.name(headings[layer], code) if code and layer in headings else None
