"""One filter, two readers: the page in the browser and the API show the same records for the same parameters."""

from tests.browser.map_page import MapPage, key_of

LAYERS = ("product", "producer", "zone", "craft_village", "commune")
STATES = [
    "",
    "stars=4",
    "stars=3,5&group=food",
    "stars=unknown",
    "group=beverage,herbal",
    "group=tourism&set=26",
    "set=unknown",
    "commodity=mango",
    "commodity=rice,lotus&stars=3",
    "validity=valid,expiring",
    "validity=expired&group=food",
    "validity=unknown&stars=unknown",
    "season=3",
    "season=1,unknown&group=food",
    "q=fermented%20pork",
    "q=mango%20cao%20lanh",
    "commune=30226",
    "commune=28249,30226&stars=3",
    "legacy_commune=28282",
    "legacy_commune=30226,30004&group=food",
    "q=xoài",
    "q=HOA%20lai%20vung",
    "q=đồng tháp",
    "q=%25_'%22%5C",
    "bbox=105.5,10.2,105.9,10.6",
    "bbox=105.5,10.2,105.9,10.6&stars=3&q=banh",
]


def test_page_and_api_agree(desktop: MapPage) -> None:
    desktop.open()
    for state in STATES:
        asked = {key_of(each) for each in desktop.features(f"layer={','.join(LAYERS)}&{state}".rstrip("&"))}
        desktop.go(f"{state}&layers={','.join(LAYERS)}".lstrip("&"))
        assert desktop.listed() == asked, state
        assert desktop.total() == len(asked), state
