"""Hands for the text editor: opening an article, pasting, dropping, saving."""

import base64

import pytest

from blog.models import Article
from tests.factories import make_article
from tests.journeys.admin_browser import open_admin  # noqa: F401 - a fixture that `write` takes

AREA = ".ProseMirror[contenteditable=true][role=textbox]"  # the role comes last: then it is ready

# ProseMirror sets its own cursor 20 ms after the focus; no hand is faster, a test is. By the page's own timers, which a busy
# machine delays together, so that the one that ends here has let the other go first.
SETTLED = "() => new Promise((go) => setTimeout(go, 50))"

# Written by a copy event, so that the browser takes the HTML as another program would have left it.
COPY = """([html, text]) => {
  document.addEventListener('copy', (event) => {
    if (html !== null) event.clipboardData.setData('text/html', html);
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  }, {once: true, capture: true});
  document.execCommand('copy');
}"""

PASTED = """() => {
  window.pasted = new Promise((go) => addEventListener('paste', () => setTimeout(go), {once: true, capture: true}));
}"""

FILES = """async ([kind, place, files]) => {
  const data = new DataTransfer();
  for (const [name, type, content] of files) {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    data.items.add(new File([bytes], name, {type}));
  }
  const target = document.querySelector(place), box = target.getBoundingClientRect();
  const where = {clientX: box.x + box.width / 2, clientY: box.y + box.height - 2};
  const event = kind === 'paste'
    ? new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})
    : new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true, ...where});
  target.dispatchEvent(event);
}"""


@pytest.fixture
def write(open_admin):  # noqa: F811
    """Opens a new draft with this body for an editor, the cursor in the text."""

    def write(body="", *, role="editor", **options):
        article = make_article("A draft", published_at=None, body=body)
        page = open_admin(role, path=f"/admin/blog/article/{article.pk}/change/", **options)
        page.wait_for_selector(AREA)
        page.locator(AREA).focus()
        page.evaluate(SETTLED)
        return page

    return write


def paste(page, html, text="", keys="Control+v"):
    page.evaluate(COPY, [html, text])
    page.locator(AREA).focus()
    page.evaluate(PASTED)
    page.keyboard.press(keys)
    page.evaluate("window.pasted")  # the clipboard is asked in another process: the key returns before


def give_files(page, kind, files, place=f"{AREA} > :last-child"):
    """`kind` is paste or drop; `files` are (name, type, bytes)."""
    packed = [[name, type_, base64.b64encode(content).decode()] for name, type_, content in files]
    page.evaluate(FILES, [kind, place, packed])


def save(page):
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_selector(".messagelist")


SEND = """async () => {
  const sent = new FormData(document.querySelector('#desk'));
  sent.set('_save', '');
  await fetch('', {method: 'POST', body: sent, redirect: 'manual'});
}"""


def stored(page):
    """The body as the database has it after saving; the page stays, which takes a third of the time of a new one."""
    page.evaluate(SEND)
    return Article.objects.latest("pk").body
