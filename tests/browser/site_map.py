"""A running site -> every page that people of each role can open, found by the addresses of `web.urls` and by links."""

from __future__ import annotations

import gzip
import re
import urllib.error
import urllib.parse
import urllib.request
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse

LINK = re.compile(r'<a\b[^>]*?\bhref="(?P<address>[^"]+)"')
ASSET = re.compile(r'<(?:script\b[^>]*?\bsrc|link\b[^>]*?rel="stylesheet"[^>]*?\bhref)="(?P<address>[^"]+)"')
# Of addresses with a number in them so many are looked at: a letter looks different in each of its states.
EXAMPLES = {"document": 4, "review-letter": 2}
OK, METHOD_NOT_ALLOWED = 200, 405


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: bytes  # as it was sent, perhaps gzipped
    is_gzipped: bool

    @property
    def is_page(self) -> bool:
        return self.content_type.startswith("text/html")

    @property
    def text(self) -> str:
        return (gzip.decompress(self.body) if self.is_gzipped else self.body).decode("utf-8")


@dataclass(slots=True)
class SiteMap:
    """What one person can open: names of addresses -> example paths."""

    pages: dict[str, list[str]] = field(default_factory=dict)
    other_names: set[str] = field(default_factory=set)  # pictures, downloads, parts of pages, redirects


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object, **_options: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def fetch(url: str, cookies: str) -> Answer:
    request = urllib.request.Request(url, headers={"Cookie": cookies, "Accept-Encoding": "gzip"})
    try:
        response = _OPENER.open(request, timeout=60)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        return Answer(
            response.status or 0,
            response.headers.get("Content-Type", ""),
            response.read(),
            response.headers.get("Content-Encoding") == "gzip",
        )


def map_site(url: str, cookies: str) -> SiteMap:
    """Begin at every address without parameters, then follow the links of each page."""
    site = SiteMap()
    waiting = deque(path for name in route_names() if (path := _plain_path(name)) is not None)
    seen = set(waiting)
    while waiting:
        path = waiting.popleft()
        name = name_of(path)
        if name is None or len(site.pages.get(name, ())) >= EXAMPLES.get(name, 1):
            continue
        answer = fetch(url + path, cookies)
        if answer.status != OK or not answer.is_page or not answer.text.lstrip().startswith("<!doctype html>"):
            if answer.status in {OK, 204, 302}:
                site.other_names.add(name)
            continue
        site.pages.setdefault(name, []).append(path)
        for link in _links(answer.text):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return site


def route_names() -> list[str]:
    return sorted({name for name in get_resolver().reverse_dict if isinstance(name, str)})


def is_only_posted(url: str, name: str, cookies: str) -> bool:
    """An address that refuses GET whatever its parameters are."""
    possibilities, *_ = get_resolver().reverse_dict.getlist(name)[0]
    pattern, parameters = possibilities[0]
    path = "/" + pattern % dict.fromkeys(parameters, "1")
    return fetch(url + path, cookies).status == METHOD_NOT_ALLOWED


def weight(url: str, path: str, cookies: str) -> int:
    """Bytes of the page with its styles and scripts, as they travel; pictures left out."""
    page = fetch(url + path, cookies)
    assets = {unescape(found["address"]) for found in ASSET.finditer(page.text)}
    return len(page.body) + sum(len(fetch(url + address, cookies).body) for address in assets)


def name_of(path: str) -> str | None:
    try:
        return resolve(urllib.parse.urlsplit(path).path).url_name
    except Resolver404:
        return None


def _plain_path(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _links(text: str) -> Iterator[str]:
    for found in LINK.finditer(text):
        address = unescape(found["address"]).partition("#")[0]
        if address.startswith("/"):
            yield address
