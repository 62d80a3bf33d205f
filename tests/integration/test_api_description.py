"""The API against its own description: Schemathesis tries what a stranger might send."""

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance as stricter_than_described

from tests.integration.conftest import PATIENCE_S

PATHS = (
    "/api/v1/features.geojson",
    "/api/v1/products/{key}",
    "/api/v1/sites/{key}",
    "/api/v1/zones/{key}",
    "/api/v1/communes/{key}",
    "/api/v1/geocode",
    "/api/v1/reverse",
    "/api/v1/search",
    "/api/v1/indicators",
    "/api/v1/indicators/{indicator}/records",
    "/api/v1/planning/zones",
    "/api/v1/planning/products",
    "/api/v1/planning/gaps/{asked}",
    "/api/v1/planning/communes",
    "/api/v1/planning/history",
    "/api/v1/planning/report",
    "/api/v1/planning/density",
    "/api/v1/planning/flows",
    "/api/v1/planning/downloads/{table}/{kind}",
    "/api/v1/tours/plan",
    "/api/v1/tours/suggestions",
    "/api/v1/tours/circuits",
    "/api/v1/roads",
    "/api/v1/travel/isochrones",
    "/api/v1/travel/matrix",
    "/api/v1/travel/matrix.{kind}",
    "/api/v1/downloads/{layer}/{kind}",
    "/api/v1/downloads/{layer}/metadata",
    "/api/v1/national/ptnt_ocop/{kind}",
    "/healthz",
    "/readyz",
)
POSTED = ("/api/v1/planning/area", "/api/v1/planning/area/records.{kind}", "/api/v1/tours/plan")


@pytest.fixture(scope="session")
def description(client: httpx.Client) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{client.base_url}/api/v1/openapi.json")


def test_every_address_is_tried(description: schemathesis.BaseSchema) -> None:
    assert {operation.ok().path for operation in description.get_all_operations()} == {*PATHS, *POSTED}


@pytest.mark.parametrize(("method", "path"), [*(("GET", path) for path in PATHS), *(("POST", path) for path in POSTED)])
def test_answers_are_what_the_description_says(
    description: schemathesis.BaseSchema, client: httpx.Client, method: str, path: str
) -> None:
    # Lists within one parameter, such as "stars=3,4", are checked beyond what a description can say.
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=description[path][method].as_strategy())
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(
            base_url=str(client.base_url), timeout=PATIENCE_S, excluded_checks=[stricter_than_described]
        )

    check()
