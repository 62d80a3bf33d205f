"""The columns of each file of ``geodata/`` and what may stand in them."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from opening_hours import validate
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from ocopmap.catalogue.phones import without_phone
from ocopmap.catalogue.places import SalesPointKind, SiteKind, TourismKind
from ocopmap.catalogue.products import MAX_STARS, MIN_STARS, Channel, LegalForm, ProductGroup
from ocopmap.catalogue.recognition import RecognitionEvent
from ocopmap.database.models.seasons import Named
from ocopmap.ingest.csvfile import Row

FIRST_YEAR = 2018
"""The programme began in 2018: nothing was recognised before."""


def _partial_date(value: str) -> str:
    parts = [int(part) for part in value.split("-")]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError as error:
        raise ValueError("không phải là ngày có thật") from error
    return value


def _since_programme(value: str) -> str:
    if int(value[:4]) < FIRST_YEAR:
        raise ValueError(f"trước năm {FIRST_YEAR}, khi chương trình OCOP bắt đầu")
    return value


def _split(value: object) -> object:
    return [part.strip() for part in value.split(";") if part.strip()] if isinstance(value, str) else value or []


def _no_phone(name: str) -> str:
    if without_phone(name) != name:
        raise ValueError("có số điện thoại trong tên; hãy chuyển sang cột phone")
    return name


def _in_order(months: list[int]) -> list[int]:
    return sorted(set(months))


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=200)]
Text = Annotated[str, Field(max_length=2_000)]
Name = Annotated[Text, AfterValidator(_no_phone)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=60)]
WebAddress = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=2_000)]
PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(_partial_date)]
Year = Annotated[int, Field(ge=1900, le=2100)]
Stars = Annotated[int, Field(ge=MIN_STARS, le=MAX_STARS)]
Month = Annotated[int, Field(ge=1, le=12)]
Months = Annotated[list[Month], BeforeValidator(_split), Field(min_length=1), AfterValidator(_in_order)]
Standards = Annotated[list[Text], BeforeValidator(_split)]


class KeyedRow(Row):
    """A row with a stable key, unique in its file: loading again updates the same record."""

    key_column: ClassVar[str] = "id"

    @property
    def key(self) -> str:
        """The record's identifier in the database."""
        return str(getattr(self, type(self).key_column))


class SourcedRow(KeyedRow):
    """Every row says where its facts were published."""

    source_url: Text
    source_date: PartialDate | None


class ProducerRow(SourcedRow):
    """producers.csv."""

    key_column = "producer_id"

    producer_id: Slug
    name: Name
    legal_form: LegalForm
    woman_led: bool | None
    address: Text | None
    phone: Text | None
    phone_released: bool | None
    website: WebAddress | None


class ProductRow(SourcedRow):
    """products.csv and products_unattributed.csv."""

    key_column = "product_id"

    product_id: Slug
    name: Name
    producer_id: Slug | None
    product_group: ProductGroup
    commodity: Code | None
    stars: Stars | None
    recognised_year: Annotated[int, Field(ge=FIRST_YEAR, le=2100)] | None
    decision_no: Text | None
    potential_5_star: bool | None


class RecognitionRow(KeyedRow):
    """recognitions.csv."""

    product_id: Slug
    event: RecognitionEvent
    stars: Stars | None
    score: Annotated[float, Field(ge=0, le=100)] | None
    decision_no: Text | None
    decision_date: Annotated[PartialDate, AfterValidator(_since_programme)] | None
    authority: Text | None
    source_url: Text

    @property
    def key(self) -> str:
        """One event of one product on one date."""
        return f"{self.product_id}:{self.event}:{self.decision_date or 'undated'}"


class SalesChannelRow(KeyedRow):
    """sales_channels.csv."""

    product_id: Slug
    channel: Channel
    name: Text
    url: WebAddress | None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None
    source_url: Text

    @property
    def key(self) -> str:
        """One channel of one product, told apart by its name."""
        return f"{self.product_id}:{self.channel}:{self.name}"


class PlaceRow(SourcedRow):
    """What the files of places share: WGS84 degrees, where published, and their stated error in metres."""

    id: Slug
    name: Name
    address: Text | None
    lat: Annotated[float, Field(ge=6, le=24, allow_inf_nan=False)] | None
    lon: Annotated[float, Field(ge=102, le=118, allow_inf_nan=False)] | None
    coord_source: Text | None
    coord_method: Code | None
    coord_precision_m: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None

    @property
    def located_wholly(self) -> bool:
        """Whether the point, its source and its error are all given, or none of them."""
        return len({value is None for value in (self.lat, self.lon, self.coord_source, self.coord_precision_m)}) == 1


class CraftVillageRow(PlaceRow):
    """craft_villages.csv."""

    craft: Text
    recognised_year: Year | None


class TourismPointRow(PlaceRow):
    """tourism_points.csv."""

    kind: TourismKind
    ocop_stars: Stars | None


class SalesPointRow(PlaceRow):
    """sales_points.csv."""

    kind: SalesPointKind


def _opening_hours(text: str) -> str:
    if not validate(text):
        raise ValueError("không phải là giờ mở cửa theo cú pháp opening_hours của OpenStreetMap, như Tu-Su 07:30-17:00")
    return text


def _months(value: object) -> object:
    return _split(value) if isinstance(value, str) else value


class VisitRow(SourcedRow):
    """visits.csv: of a site, by its whole identifier; what nobody knows stays empty."""

    id: Annotated[str, Field(pattern=rf"^({'|'.join(SiteKind)}):[a-z0-9]+(-[a-z0-9]+)*$", max_length=230)]
    opening_hours: Annotated[Text, AfterValidator(_opening_hours)] | None
    visit_minutes: Annotated[int, Field(ge=5, le=720)] | None
    season_months: (
        Annotated[list[Annotated[int, Field(ge=1, le=12)]], BeforeValidator(_months), Field(max_length=12)] | None
    )

    @model_validator(mode="after")
    def _tells_something(self) -> Self:
        if self.opening_hours is None and self.visit_minutes is None and not self.season_months:
            raise ValueError("không có giờ mở cửa, thời gian tham quan hay mùa nào")
        return self


class ZoneRow(SourcedRow):
    """raw_material_zones.csv."""

    id: Slug
    name: Name
    commodity: Code
    area_ha: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None
    commune_or_district: Text | None
    certification: Standards
    year: Year | None


class SeasonRow(SourcedRow):
    """harvest_seasons.csv: the months of the main harvest, of a commodity or of one zone or product."""

    id: Slug
    commodity: Code | None
    zone_id: Slug | None
    product_id: Slug | None
    months: Months

    @model_validator(mode="after")
    def _of_one_subject(self) -> Self:
        if sum(value is not None for value in (self.commodity, self.zone_id, self.product_id)) != 1:
            raise ValueError("phải điền đúng một trong ba cột commodity, zone_id, product_id")
        return self


class VocabularyRow(KeyedRow):
    """vocabulary.csv: by which words, in either language, a commodity or a group is found."""

    kind: Named
    code: Code
    vi: Text | None
    en: Text

    @property
    def key(self) -> str:
        """One commodity or group."""
        return f"{self.kind}:{self.code}"


class IndicatorRow(KeyedRow):
    """indicators_history.csv."""

    year: Annotated[int, Field(ge=FIRST_YEAR, le=2100)]
    indicator: Code
    value: Annotated[float, Field(allow_inf_nan=False)]
    unit: Code
    scope: Code
    source_url: Text

    @property
    def key(self) -> str:
        """One figure of one territory in one year."""
        return f"{self.year}:{self.indicator}:{self.scope}"


class TargetRow(SourcedRow):
    """indicator_targets.csv."""

    number: Annotated[int, Field(ge=1, le=17)]
    indicator: Code
    name: Text
    year: Year
    value: Annotated[float, Field(allow_inf_nan=False)]
    unit: Code
    comparison: Literal["at_least", "exactly"]
    owner: Text | None

    @property
    def key(self) -> str:
        """One target of one year."""
        return f"{self.year}:{self.indicator}"
