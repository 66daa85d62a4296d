"""An editor's browser: keeps cookies, reads a page's form as it stands, and sends it."""

import http.client
from html.parser import HTMLParser
from urllib.parse import urlencode

SIGN_IN = "/admin/login/"


class Browser:
    def __init__(self, port: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}

    def open(self, path: str) -> str:
        """Raises `OSError` for anything but a page."""
        status, said = self._ask("GET", path)
        if status != 200:
            raise OSError(f"{path} answered {status}.")
        return said

    def send(self, path: str, fields: dict[str, str]) -> str:
        """Where the answer leads. Raises `OSError` when it leads nowhere: the form was refused."""
        status, said = self._ask("POST", path, fields)
        if status not in {302, 303}:
            raise OSError(f"{path} answered {status} to what was sent.")
        return said

    def sign_in(self, email: str, password: str) -> None:
        fields = fields_of(self.open(SIGN_IN), "login-form")
        self.send(SIGN_IN, fields | {"username": email, "password": password})

    def _ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Status, and the page or where it leads."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.line.request(method, path, urlencode(fields) if fields is not None else None, headers)
            answer = self.line.getresponse()
            body = answer.read().decode()
        except http.client.HTTPException as error:
            self.line.close()
            raise OSError(f"{path} was not answered.") from error
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
            if "max-age=0" in cookie.lower():
                del self.cookies[name]
        return answer.status, answer.headers.get("Location") or body


def fields_of(page: str, form: str) -> dict[str, str]:
    """What a browser would send back of the form with this id, without its buttons."""
    reader = FormReader(form)
    reader.feed(page)
    return reader.fields


class FormReader(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.is_inside = form, False
        self.fields: dict[str, str] = {}
        self.area = self.choice = ""  # names of the textarea and the select that are open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.is_inside = given.get("id") == self.form
        if not self.is_inside:
            return
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in {"submit", "file"}:
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                self.fields[name] = given.get("value", "on" if given.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self.area, self.fields[name] = name, ""
        elif tag == "select":
            self.choice = name
        elif tag == "option" and self.choice and ("selected" in given or self.choice not in self.fields):
            self.fields[self.choice] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.fields[self.area] = self.fields.get(self.area, "").removeprefix("\n")
            self.area = ""
        elif tag == "select":
            self.choice = ""
        elif tag == "form":
            self.is_inside = False
