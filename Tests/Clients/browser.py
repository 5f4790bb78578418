"""Chromium as people use it: pages in either language, theme and width, and a watch on whatever goes wrong in them."""

import os
import re
import shutil
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from client import Client
from server import PASSWORD

DESKTOP, PHONE = 1280, 390
HEIGHTS = {DESKTOP: 800, PHONE: 844}
# A camera that shows a test picture, for pages that scan; small machines have little shared memory.
SWITCHES = ["--no-sandbox", "--disable-dev-shm-usage", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


class Browser:
    """One Chromium for a whole run; `page` opens a page of its own context, as another person at another desk."""

    def __init__(self, *switches, beside=None):
        """`switches` are further ones of Chromium's command line; `beside` is a browser that runs already."""
        program = os.environ.get("CHROMIUM") or shutil.which("chromium")
        assert program, "Chromium is missing: bin/setup test installs it"
        self.beside = beside
        self.playwright = beside.playwright if beside else sync_playwright().start()
        self.chromium = self.playwright.chromium.launch(executable_path=program, args=[*SWITCHES, *switches])
        self.sessions = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.chromium.close()
        if not self.beside:
            self.playwright.stop()

    def page(self, url, user=None, password=PASSWORD, language="fr", theme="light", width=DESKTOP, **options):
        """A page of the server at `url`, signed in as `user` if there is one; `page.watch` has what went wrong in it.

        `options` are those of a Playwright context, such as `permissions` and `offline`.
        """
        context = self.chromium.new_context(
            base_url=url, viewport={"width": width, "height": HEIGHTS.get(width, 800)}, has_touch=width < 600,
            locale={"fr": "fr-FR", "en": "en-GB"}[language], timezone_id="Europe/Paris", color_scheme=theme,
            reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        cookies = {"lang": language, "theme": theme}
        if user:
            cookies["sid"] = self.session(url, user, password)
        context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        page = context.new_page()
        page.watch = Watch(context, url)
        return page

    def session(self, url, user, password):
        """The cookie of someone who has signed in; once for each, because a password takes a while to check."""
        if (url, user) not in self.sessions:
            answer = Client(url).sign_in(user, password)
            assert answer.ok, answer.text
            self.sessions[url, user] = answer.cookies["sid"]
        return self.sessions[url, user]


class Watch:
    """What must not happen on any page: errors of scripts and of the policy, refused or failed requests, other hosts."""

    def __init__(self, context, url):
        self.host = urlsplit(url).netloc
        self.complaints = []
        self.allowed = []
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.complain(f"error in a script: {error.error}"))
        context.on("request", self.see)
        context.on("requestfailed", self.miss)
        context.on("response", self.read)

    def allow(self, pattern):
        """Something is meant to happen: its description contains this regular expression."""
        self.allowed.append(pattern)

    def complain(self, what):
        self.complaints.append(what)

    def left(self):
        """What went wrong and was not meant to."""
        return [what for what in self.complaints if not any(re.search(pattern, what) for pattern in self.allowed)]

    def hear(self, message):
        # What Chromium says about an answer, the answer itself says better.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complain(f"{message.type} on the console: {message.text} at {message.location.get('url')}")

    def see(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.complain(f"asked another host: {request.url}")

    def miss(self, request):
        # A page that one leaves takes back what it had asked for, and a download is no page.
        if request.failure != "net::ERR_ABORTED":
            self.complain(f"failed: {request.method} {request.url} {request.failure}")

    def read(self, response):
        if response.status >= 400:
            self.complain(f"answered {response.status}: {response.request.method} {response.url}")
