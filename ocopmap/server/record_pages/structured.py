"""A page's record as schema.org describes it, for search engines: only what is known, no place finer than it is."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ocopmap.catalogue.places import Layer
from ocopmap.layers.records import Record
from ocopmap.server.addresses import record_address
from ocopmap.server.record_pages.sentences import description, kind
from ocopmap.server.record_pages.visiting import structured_hours
from ocopmap.server.wording import Wording

_CONTEXT: Final = "https://schema.org"
_PINPOINT: Final = frozenset({"exact", "street", "hamlet"})
_TYPES: Final = {
    Layer.PRODUCER: "Organization",
    Layer.CRAFT_VILLAGE: "TouristAttraction",
    Layer.TOURISM_POINT: "TouristAttraction",
    Layer.SALES_POINT: "Store",
    Layer.ZONE: "Place",
    Layer.COMMUNE: "AdministrativeArea",
}

Description = dict[str, Any]


def described(words: Wording, root: str, record: Record, province: str) -> Description:
    """Return the schema.org description of a record."""
    layer = Layer(record["layer"])
    address = root + record_address(words.locale, layer, record["id"], record["name"])
    common = {"@context": _CONTEXT, "@id": address, "url": address, "name": record["name"]}
    common["description"] = description(words, record)
    own = _product(words, root, record) if layer is Layer.PRODUCT else _place(words, record, layer, province)
    return _known(common | own)


def breadcrumbs(root: str, crumbs: Sequence[Mapping[str, str]]) -> Description:
    """Return the way to a page; each crumb has a name and, but for the page itself, an address."""
    items = [
        _known(
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb["name"],
                "item": root + crumb["address"] if crumb.get("address") else None,
            }
        )
        for position, crumb in enumerate(crumbs, 1)
    ]
    return {"@context": _CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}


def _product(words: Wording, root: str, product: Record) -> Description:
    producer = product["producer"]
    made_by = producer and {
        "@type": "Organization",
        "name": producer["name"],
        "url": root + record_address(words.locale, Layer.PRODUCER, producer["id"]),
    }
    stars = product["stars"]
    properties = [
        _property(words.t("read.ld.stars"), stars, minimum=3, maximum=5),
        _property(words.t("card.certificate"), words.name("validity", product["validity"])),
        _property(words.t("card.recognised"), product["recognised_on"]),
        _property(words.t("card.expires"), product["expires_latest"]),
    ]
    return {
        "@type": "Product",
        "category": words.name("group", product["group"]),
        "brand": producer and {"@type": "Brand", "name": producer["name"]},
        "manufacturer": made_by,
        "productID": product["national_code"],
        "award": words.name("stars", stars) if stars and product["validity"] in ("valid", "expiring") else None,
        "countryOfOrigin": {"@type": "Country", "name": "VN"},
        "additionalProperty": [each for each in properties if each],
    }


def _property(name: str, value: object, minimum: int | None = None, maximum: int | None = None) -> Description | None:
    if value is None:
        return None
    return _known({"@type": "PropertyValue", "name": name, "value": value, "minValue": minimum, "maxValue": maximum})


def _place(words: Wording, record: Record, layer: Layer, province: str) -> Description:
    around = {"@type": "AdministrativeArea", "name": province}
    commune = record.get("commune_name") if layer is not Layer.COMMUNE else None
    geo = None
    if record.get("precision") in _PINPOINT and record["latitude"] is not None:
        geo = {"@type": "GeoCoordinates", "latitude": record["latitude"], "longitude": record["longitude"]}
    organisation = layer is Layer.PRODUCER
    hours = (record.get("visit") or {}).get("opening_hours") if not organisation else None
    return {
        "@type": _TYPES[layer],
        "additionalType": kind(words, record),
        "sameAs": _web_address(record.get("website")),
        "telephone": record.get("phone"),
        "address": {
            "@type": "PostalAddress",
            "addressLocality": commune,
            "addressRegion": province,
            "addressCountry": "VN",
        }
        if commune
        else None,
        "geo": None if organisation else geo,
        "openingHoursSpecification": structured_hours(hours) if hours else None,
        "containedInPlace": None
        if organisation
        else ({"@type": "AdministrativeArea", "name": commune, "containedInPlace": around} if commune else around),
    }


def _web_address(text: str | None) -> str | None:
    return text if text and text.startswith(("https://", "http://")) else None


def _known(described_thing: Description) -> Description:
    return {name: value for name, value in described_thing.items() if value not in (None, "", [])}
