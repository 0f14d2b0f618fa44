import contextlib
import errno
import functools
import http.server
import shutil
import sys
import threading
from types import SimpleNamespace

import pytest
from dictionary_fixture import make_dictionaries
from fixture import make_run, settings

from activation_atlas.pipeline import STAGES
from activation_atlas.viewer.built import BUNDLE, DICTIONARIES_BUNDLE, built_path

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    """A run up to the stage before the page."""
    folder = tmp_path_factory.mktemp("results") / "made"
    chosen = settings()
    make_run(folder, chosen)
    return SimpleNamespace(path=folder, settings=chosen)


@pytest.fixture(scope="session")
def exported(run):
    """The run with its maps exported; holds the manifests by (layer, map)."""
    manifests = {
        (layer, name): STAGES["export"].make(run.path, run.settings, layer=layer, map_name=name)
        for layer in run.settings.network.layers
        for name in run.settings.maps
    }
    return SimpleNamespace(path=run.path, settings=run.settings, manifests=manifests)


@pytest.fixture(scope="session")
def atlas(exported):
    """The folder of a whole page."""
    if not all(built_path(name).exists() for name in BUNDLE):
        pytest.skip("the viewer is not built: run `make viewer`")
    return STAGES["page"].make(exported.path, exported.settings).parent


@pytest.fixture(scope="session")
def dictionaries(exported, atlas):
    """The folder of the page of the dictionaries, beside the atlas."""
    if not all(built_path(name).exists() for name in DICTIONARIES_BUNDLE):
        pytest.skip("the viewer is not built: run `make viewer`")
    make_dictionaries(exported.path, exported.settings)
    return STAGES["dictionaries"].make(exported.path, exported.settings).parent


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def full_disk(monkeypatch):
    """Let a module's ``write`` find the disk full; the call returns what makes room again."""

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    def fill(module):
        monkeypatch.setattr(module, "write", full)
        return monkeypatch.undo

    return fill


@contextlib.contextmanager
def serve(folder):
    """The address of a folder, served as long as the block lasts."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, request, client_address):
            if not isinstance(sys.exception(), ConnectionError):  # a page that was left
                super().handle_error(request, client_address)

    handler = functools.partial(Quiet, directory=str(folder))
    with Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="session")
def served(atlas):
    """The address of the atlas, served."""
    with serve(atlas) as address:
        yield f"{address}/index.html"


@pytest.fixture(scope="session")
def served_dictionaries(dictionaries):
    """The address of the page of the dictionaries, served with the atlas beside it."""
    with serve(dictionaries.parent) as address:
        yield f"{address}/dictionaries/index.html"


@pytest.fixture
def visit(browser, atlas):
    """Open the page; console errors, failed and outside requests fail the test."""
    with contextlib.ExitStack() as stack:
        problems = []

        def opened(hash_="", address=None, allowed=(), inside=None, **options):
            address = address or f"{atlas.as_uri()}/index.html"
            inside = inside or address.rsplit("/", 1)[0]
            options.setdefault("viewport", {"width": 1000, "height": 760})
            context = browser.new_context(**options)
            stack.callback(context.close)
            tab = context.new_page()

            def request(asked):
                if not asked.url.startswith((inside, "data:")):
                    problems.append(f"request outside the folder: {asked.url}")

            def console(message):
                told = message.text + message.location.get("url", "")
                known = any(word in told for word in allowed)
                if message.type == "error" and not known:
                    problems.append(f"console: {message.text}")

            tab.on("request", request)
            tab.on("console", console)
            tab.on("pageerror", lambda error: problems.append(f"page error: {error}"))
            tab.goto(address + hash_)
            return tab

        yield opened
        assert problems == []
