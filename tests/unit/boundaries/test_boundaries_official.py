import hashlib
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import shapely
from boundary_samples import OFFICIAL

from ocopmap.ingest.boundaries.common import BoundaryError
from ocopmap.ingest.boundaries.official import Manifest, ManifestFile, fetch_official
from ocopmap.settings import PROJECT_ROOT

VICTIM = "28261.geojson"
SHA256 = hashlib.sha256().hexdigest()


class Server(ThreadingHTTPServer):
    """A web server of files held in memory, with faults to order."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, files):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = dict(files)
        self.asked = []
        self.fault = None
        self.released = threading.Event()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/xa/"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_args):
        pass

    def do_HEAD(self):
        if self.server.fault == "silent":
            self.server.released.wait(30)
        self.send_response(200)
        self.end_headers()

    def do_GET(self):
        name = self.path.rpartition("/")[2]
        self.server.asked.append(name)
        content = self.server.files[name]
        fault = self.server.fault if name == VICTIM else None
        if fault in ("404", "500") or (fault == "500 once" and self.server.asked.count(name) == 1):
            self.send_error(int(fault[:3]))
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if fault == "trickling":
            self.wfile.write(content[:10])
            self.server.released.wait(4)
            content = content[10:]
        self.wfile.write(content[:-10] if fault == "truncated" else content)


@contextmanager
def serving(files):
    with Server(files) as running:
        threading.Thread(target=running.serve_forever, args=[0.02], daemon=True).start()
        try:
            yield running
        finally:
            running.released.set()
            running.shutdown()


def collection(shape):
    geometry = shapely.to_geojson(shape)
    feature = f'{{"type":"Feature","properties":{{}},"geometry":{geometry}}}'
    return f'{{"type":"FeatureCollection","features":[{feature}]}}'.encode()


def listing(files):
    return tuple(
        ManifestFile(
            code=name.partition(".")[0],
            full_name=f"Xã {name}",
            area_km2=50,
            file=name,
            bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for name, content in files.items()
    )


@pytest.fixture
def server(synthetic):
    with serving({f"{code}.geojson": collection(shape) for code, shape in synthetic.items()}) as running:
        yield running


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "boundaries"


@pytest.fixture
def fetch(server, communes, cache):
    """Return a function that fetches what the server held when the test began."""
    manifest = Manifest("82", server.address, listing(server.files))
    return lambda **options: fetch_official(manifest, communes, cache, **options)


@pytest.fixture(params=["synthetic", *(["official"] if OFFICIAL.is_dir() else [])])
def published(request, synthetic):
    """Give files by name and their manifest: the product's own for the official ones."""
    if request.param == "official":
        files = {path.name: path.read_bytes() for path in OFFICIAL.glob("*.geojson")}
        return files, Manifest.load(PROJECT_ROOT / "geodata").files
    files = {f"{code}.geojson": collection(shape) for code, shape in synthetic.items()}
    return files, listing(files)


def test_every_file_is_fetched_and_counted(published, communes, cache):
    files, entries = published
    steps = []
    with serving(files) as server:
        manifest = Manifest("82", server.address, entries)
        fetched = fetch_official(manifest, communes, cache, lambda *step: steps.append(step))
    assert fetched.keys() == {commune.code for commune in communes}
    assert [step[:2] for step in steps] == [(done, 102) for done in range(1, 103)]
    assert {path.name: path.read_bytes() for path in cache.iterdir()} == files


def test_second_time_needs_no_network(server, fetch):
    fetch()
    server.shutdown()
    server.server_close()
    assert len(fetch()) == 102


def test_damaged_cache_is_noticed_and_mended(server, fetch, cache):
    fetch()
    (cache / VICTIM).write_bytes(server.files[VICTIM][:-1] + b"?")
    server.asked.clear()
    fetch()
    assert server.asked == [VICTIM]


@pytest.mark.parametrize(("fault", "reason"), [("404", "404"), ("500", "500"), ("truncated", "ngắt giữa chừng")])
def test_one_bad_file_means_no_boundaries(server, fetch, cache, fault, reason):
    server.fault = fault
    with pytest.raises(BoundaryError, match=f"{VICTIM}.*{reason}"):
        fetch()
    assert not (cache / VICTIM).exists()


def test_slow_server_is_given_up_when_time_is_over(server, fetch):
    server.fault = "trickling"
    with pytest.raises(BoundaryError, match=f"{VICTIM}.*quá thời gian"):
        fetch(budget_s=3)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda content: content.replace(b"10.", b"11.", 1), "sha256"),
        (lambda content: content + b" " * 10_000_000, "dài hơn"),
        (lambda content: content[:-5], "chỉ có"),
    ],
    ids=["corrupted", "longer", "shorter"],
)
def test_content_other_than_promised_is_refused(server, fetch, cache, change, reason):
    server.files[VICTIM] = change(server.files[VICTIM])
    with pytest.raises(BoundaryError, match=f"{VICTIM}.*{reason}"):
        fetch()
    assert not (cache / VICTIM).exists()


def test_passing_failure_is_tried_again(server, fetch):
    server.fault = "500 once"
    assert len(fetch()) == 102
    assert server.asked.count(VICTIM) == 2


def test_missing_file_is_not_asked_for_again(server, fetch):
    server.fault = "404"
    with pytest.raises(BoundaryError):
        fetch()
    assert server.asked.count(VICTIM) == 1


def test_server_that_never_answers_is_given_up_soon(server, fetch):
    server.fault = "silent"
    began = time.monotonic()
    with pytest.raises(BoundaryError, match="không trả lời kịp"):
        fetch()
    assert time.monotonic() - began < 20


def test_no_server_at_all_is_told_at_once(server, fetch):
    server.shutdown()
    server.server_close()
    began = time.monotonic()
    with pytest.raises(BoundaryError, match="không kết nối được"):
        fetch()
    assert time.monotonic() - began < 20


def test_manifest_of_the_province_is_complete(communes):
    manifest = Manifest.load(PROJECT_ROOT / "geodata")
    assert manifest.province == "82"
    assert manifest.address.startswith("https://")
    assert manifest.address.endswith("/")
    assert {file.code for file in manifest.files} == {commune.code for commune in communes}
    assert len({file.sha256 for file in manifest.files}) == 102


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("28249.geojson", "../28249.geojson"), "file"),
        (("1000", "99999999999"), "bytes"),
        (("28249,Xã", "2824,Xã"), "code"),
        ((SHA256, "none"), "sha256"),
        (("sha256\n", "checksum\n"), "sha256"),
        (("https:", "ftp:"), "address"),
        (("province:", "province"), "province"),
    ],
)
def test_damaged_manifest_is_refused(tmp_path: Path, change, named):
    origin = "province: '82'\naddress: https://example.org/\n"
    rows = f"code,full_name,area_km2,file,bytes,sha256\n28249,Xã A,1.0,28249.geojson,1000,{SHA256}\n"
    (tmp_path / "boundaries.yaml").write_text(origin.replace(*change), encoding="utf-8")
    (tmp_path / "boundaries.csv").write_text(rows.replace(*change), encoding="utf-8")
    with pytest.raises(BoundaryError, match=named):
        Manifest.load(tmp_path)
