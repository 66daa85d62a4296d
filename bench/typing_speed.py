"""How long a key takes in an article of 5,000 words: python bench/typing_speed.py

Runs the site in a database of its own (test_… beside the one of DATABASE_URL), which is dropped at the end, and types
into the article form in Chromium: in the middle of a paragraph, at a human pace. Two figures a key: from the key to the
frame that shows it (by the clock, so a busy machine shows), and the processor time of the browser's main thread, of
which more than 16 ms is a frame lost. The same keys in a bare field of the same browser tell what this machine takes.
"""

import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORDS, KEYS, PAUSE = 5_000, 200, 60  # PAUSE: ms between keys, about 200 a minute more than anybody types
PARAGRAPH = (
    "<p>"
    + "Most pages are read by people who came for <em>one</em> answer and have little time. " * 7
    + "</p>"
)

LISTEN = """() => {
  window.shown = [];
  const channel = new MessageChannel();
  let began = 0;
  channel.port1.onmessage = () => window.shown.push(performance.now() - began);
  document.addEventListener('keydown', (event) => {
    began = event.timeStamp;
    requestAnimationFrame(() => channel.port2.postMessage(0));  // after the frame is painted
  }, {capture: true});
}"""


def body() -> str:
    """Paragraphs with a heading, a list, a table or code after every third, about 103 words each."""
    between = [
        "<h2>A heading</h2>",
        "<ul><li>one</li><li>two</li><li>three</li></ul>",
        "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
        '<pre><code class="language-python">print(1)\nprint(2)</code></pre>',
        '<aside class="tip"><p>A tip.</p></aside>',
    ]
    count = WORDS // 103
    return "".join(PARAGRAPH + (between[n // 3 % len(between)] if n % 3 == 0 else "") for n in range(count))


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    import django
    from django.test.utils import override_settings, setup_databases, teardown_databases

    django.setup()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    from django.conf import settings

    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with tempfile.TemporaryDirectory() as media:
            storages = {**settings.STORAGES, "staticfiles": plain}
            with override_settings(MEDIA_ROOT=media, STORAGES=storages, ALLOWED_HOSTS=["*"]):
                serve_and_type()
    finally:
        teardown_databases(databases, verbosity=0)


def serve_and_type() -> None:
    from django.contrib.staticfiles.testing import StaticLiveServerTestCase

    from tests.factories import make_article, make_user

    StaticLiveServerTestCase.setUpClass()
    try:
        user = make_user("editor@example.com", role="editor")
        user.set_password("right pass word")
        user.save()
        article = make_article("Long", published_at=None, body=body())
        type_into(StaticLiveServerTestCase.live_server_url, f"/admin/blog/article/{article.pk}/change/")
    finally:
        StaticLiveServerTestCase.tearDownClass()


def type_into(site: str, path: str) -> None:
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{site}/admin/login/")
        page.get_by_label("E-mail address").fill("editor@example.com")
        page.get_by_label("Password").fill("right pass word")
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{site}{path}")
        page.wait_for_selector(".ProseMirror[role=textbox]")
        page.locator(".ProseMirror > p").nth(20).click()
        print(f"{page.locator('.writing-count').inner_text()}; {KEYS} keys, one every {PAUSE} ms")
        type_here(page)
        print("the same text in a bare field of the browser, without any editor")
        page.goto("about:blank")
        page.set_content(
            f"<div contenteditable style='width: 44rem; font: 1.125rem/1.6 serif'>{body()}</div>"
        )
        page.locator("div > p").nth(20).click()
        type_here(page)
        browser.close()


def type_here(page) -> None:
    page.evaluate(LISTEN)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})  # not what other processes take
    before = metrics(session)
    busy = [key(page, session, "abcdefgh "[n % 9]) for n in range(KEYS)]
    page.wait_for_timeout(500)
    report("to the frame that shows it", page.evaluate("window.shown"))
    report("main thread busy", busy)
    after = metrics(session)
    parts = ["ScriptDuration", "RecalcStyleDuration", "LayoutDuration"]
    print(
        "  mean a key: "
        + ", ".join(f"{part} {(after[part] - before[part]) / KEYS * 1000:.1f} ms" for part in parts)
    )


def key(page, session, sign: str) -> float:
    """Presses it; answers the milliseconds that the main thread worked until the next is due."""
    before = busy_so_far(session)
    page.keyboard.press("Space" if sign == " " else sign)
    page.wait_for_timeout(PAUSE)
    return (busy_so_far(session) - before) * 1000


def busy_so_far(session) -> float:
    return metrics(session)["TaskDuration"]


def metrics(session) -> dict[str, float]:
    return {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}


def report(what: str, values: list[float]) -> None:
    p95 = statistics.quantiles(values, n=20)[-1]
    print(f"  {what:28} median {statistics.median(values):5.1f} ms   p95 {p95:5.1f} ms")


if __name__ == "__main__":
    main()
