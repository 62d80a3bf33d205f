"""Pages as tests read them."""

from html.parser import HTMLParser
from typing import Any

import httpx
import orjson

BROWSER = {"Accept": "text/html"}
LEFT_OPEN = {"meta", "link", "path", "circle", "rect", "br", "input", "img"}


class Page(HTMLParser):
    """What a page is made of: elements with their attributes, visible text, data of JSON-LD."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.data: list[dict[str, Any]] = []
        self._in: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in LEFT_OPEN:
            self._in.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._in:
            del self._in[len(self._in) - 1 - self._in[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self._in and self._in[-1] == "script":
            self.data.append(orjson.loads(data))
        else:
            self.text += data

    def all(self, tag: str, **having: str) -> list[dict[str, str]]:
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and all(attributes.get(key.rstrip("_")) == value for key, value in having.items())
        ]

    def links(self) -> list[str]:
        return [attributes.get("href", "") for attributes in self.all("a")]


def opened(client: httpx.Client, path: str) -> Page:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200, (path, answer.status_code)
    return Page(answer.text)
