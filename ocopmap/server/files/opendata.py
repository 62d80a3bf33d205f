"""What can be had as data: each layer with its columns, files and services, for people and as a DCAT catalogue."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from ocopmap.catalogue.indicators import PROGRAMME_START
from ocopmap.catalogue.places import Layer
from ocopmap.database.engine import TIMEZONE
from ocopmap.layers.downloads.formats import MEDIA, Format
from ocopmap.layers.downloads.table import columns_of, count_rows
from ocopmap.layers.filters import Bbox, FeatureFilter
from ocopmap.layers.revisions import changed_at
from ocopmap.layers.tables import layer_extent
from ocopmap.layers.views import layer_view
from ocopmap.server.addresses import CATALOGUE, DATA, OGC
from ocopmap.server.context import Context
from ocopmap.server.messages import LOCALES, messages
from ocopmap.server.wording import wording

Node = dict[str, Any]

_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LANGUAGES: Final = "http://publications.europa.eu/resource/authority/language/"
_CODES: Final = {"vi": "VIE", "en": "ENG"}
_CONFORMS: Final = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"


@dataclass(frozen=True)
class Offer:
    """A layer as it can be had."""

    layer: Layer
    count: int
    columns: tuple[str, ...]
    changed: datetime | None
    extent: Bbox | None

    @property
    def files(self) -> list[tuple[Format, str]]:
        """Each form with the address of the file."""
        return [(form, f"/api/v1/downloads/{self.layer}/{form}") for form in Format]

    @property
    def collection(self) -> str:
        """The address of the layer for programs of maps."""
        return f"{OGC}/collections/{self.layer}"


def offers(connection: Connection, province: str, chosen: FeatureFilter | None = None) -> list[Offer]:
    """Return what can be had of the layers of a province; ``count`` is of the records that a filter chooses."""
    changes = changed_at(connection)
    chosen = chosen or FeatureFilter()
    return [_offer(connection, layer, province, chosen, changes.get(layer)) for layer in chosen.layers]


def _offer(
    connection: Connection, layer: Layer, province: str, chosen: FeatureFilter, changed: datetime | None
) -> Offer:
    view = layer_view(layer, province)
    count = count_rows(connection, view, chosen)
    return Offer(layer, count, columns_of(view), changed, layer_extent(connection, view))


def catalogue(found: list[Offer], shared: Context, root: str) -> Node:
    """Return the catalogue in DCAT-AP's terms, to be written as JSON-LD; ``root`` is the address of this site."""
    publisher = _publisher(shared)
    service = f"{root}{OGC}/"
    datasets = [_dataset(each, shared, root, service) | {"dct:publisher": publisher} for each in found]
    changes = [each.changed for each in found if each.changed]
    return {
        "@context": _CONTEXT,
        "@id": f"{root}{CATALOGUE}",
        "@type": "dcat:Catalog",
        "dct:title": _texts("opendata.title", shared),
        "dct:description": _texts("planning.about.data", shared),
        "dct:publisher": publisher,
        "dct:language": [{"@id": f"{_LANGUAGES}{_CODES[locale]}"} for locale in LOCALES],
        "dct:modified": _moment(max(changes)) if changes else None,
        "dct:license": _licence(root),
        "foaf:homepage": {"@id": f"{root}{DATA['vi']}"},
        "dcat:dataset": datasets,
        "dcat:service": [_service(service, root, datasets, shared)],
    }


def _dataset(offer: Offer, shared: Context, root: str, service: str) -> Node:
    return {
        "@id": f"{root}{DATA['vi']}#{offer.layer}",
        "@type": "dcat:Dataset",
        "dct:identifier": str(offer.layer),
        "dct:title": _texts(f"layer.{offer.layer}", shared),
        "dct:description": _texts(f"lists.about.{offer.layer}", shared),
        "dcat:keyword": [{"@value": word, "@language": "vi"} for word in ("OCOP", shared.site.province.name)],
        "dct:license": _licence(root),
        "dct:modified": _moment(offer.changed) if offer.changed else None,
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": PROGRAMME_START.isoformat(), "@type": "xsd:date"},
        },
        "dct:spatial": _place(offer.extent),
        "dcat:contactPoint": _contact(shared),
        "dcat:landingPage": {"@id": f"{root}{DATA['vi']}"},
        "dcat:distribution": [
            *(_file(root, form, address) for form, address in offer.files),
            _from_service(f"{root}{offer.collection}", service),
        ],
    }


def _file(root: str, form: Format, address: str) -> Node:
    media = MEDIA[form].partition(";")[0]
    return {
        "@type": "dcat:Distribution",
        "dct:title": form.upper(),
        "dct:license": _licence(root),
        "dcat:accessURL": {"@id": f"{root}{address}"},
        "dcat:downloadURL": {"@id": f"{root}{address}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
    }


def _from_service(collection: str, service: str) -> Node:
    return {
        "@type": "dcat:Distribution",
        "dct:title": "OGC API Features",
        "dcat:accessURL": {"@id": collection},
        "dcat:accessService": {"@id": service},
        "dct:conformsTo": {"@id": _CONFORMS},
    }


def _service(address: str, root: str, datasets: list[Node], shared: Context) -> Node:
    return {
        "@id": address,
        "@type": "dcat:DataService",
        "dct:title": _texts("ogc.title", shared),
        "dct:license": _licence(root),
        "dct:conformsTo": {"@id": _CONFORMS},
        "dcat:endpointURL": {"@id": address},
        "dcat:endpointDescription": {"@id": f"{address}api"},
        "dcat:servesDataset": [{"@id": each["@id"]} for each in datasets],
    }


def _publisher(shared: Context) -> Node:
    office = shared.settings.contact_office
    name = office or wording("vi").t("frame.site", province=shared.site.province.name)
    return {"@type": "foaf:Agent", "foaf:name": name}


def _contact(shared: Context) -> Node | None:
    email = shared.settings.contact_email
    return {"@type": "vcard:Kind", "vcard:hasEmail": {"@id": f"mailto:{email}"}} if email else None


def _licence(root: str) -> Node:
    texts = {locale: messages(locale)["download.licence_text"] for locale in LOCALES}
    labels = [{"@value": text, "@language": locale} for locale, text in texts.items()]
    return {"@id": f"{root}{DATA['vi']}#licence", "@type": "dct:LicenseDocument", "rdfs:label": labels}


def _place(extent: Bbox | None) -> Node | None:
    if extent is None:
        return None
    west, south, east, north = extent
    ring = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
    wkt = {"@value": f"POLYGON(({ring}))", "@type": "http://www.opengis.net/ont/geosparql#wktLiteral"}
    return {"@type": "dct:Location", "dcat:bbox": wkt}


def _moment(when: datetime) -> Node:
    return {"@value": when.astimezone(TIMEZONE).isoformat(timespec="seconds"), "@type": "xsd:dateTime"}


def _texts(key: str, shared: Context) -> list[Node]:
    province = shared.site.province.name
    return [{"@value": messages(locale)[key].format(province=province), "@language": locale} for locale in LOCALES]
