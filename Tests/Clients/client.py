"""A client of the interface in a few words, and what its answers must look like."""

import json

import requests


class NoAnswer(AssertionError):
    """The server went away without answering."""


class Client(requests.Session):
    """A session that knows the server's address; `token` is `key:secret`."""

    def __init__(self, url, token=None, language="en"):
        super().__init__()
        self.url = url
        self.trust_env = False
        self.headers["Accept-Language"] = language
        if token:
            self.headers["Authorization"] = "token " + token

    def request(self, method, url, **options):
        options.setdefault("timeout", 60)
        try:
            return super().request(method, self.url + url, **options)
        except requests.RequestException as error:
            raise NoAnswer(f"{method} {url}: {type(error).__name__} {str(error)[:300]}") from None

    def create(self, doctype, fields, **headers):
        return self.post(f"/api/resource/{doctype}", json=fields, headers=headers)

    def change(self, doctype, name, **fields):
        return self.put(path(doctype, name), json=fields)

    def remove(self, doctype, name):
        return self.delete(path(doctype, name))

    def made(self, doctype, fields):
        """A document that must have been created."""
        return good(self.create(doctype, fields))["data"]

    def changed(self, doctype, name, **fields):
        return good(self.change(doctype, name, **fields))["data"]

    def read(self, doctype, name):
        return good(self.get(path(doctype, name)))["data"]

    def serial(self, number):
        return self.read("Serial No", number)

    def list(self, doctype, **parameters):
        """Asks for a list; lists and objects among the parameters travel as JSON."""
        return self.get(f"/api/resource/{doctype}", params=as_text(parameters))

    def rows(self, doctype, **parameters):
        return good(self.list(doctype, **parameters))["data"]

    def call(self, method, **parameters):
        return self.post(f"/api/method/{method}", json=parameters)

    def ask(self, method, **parameters):
        return self.get(f"/api/method/{method}", params=as_text(parameters))

    def sign_in(self, user, password, **headers):
        return self.post("/api/method/login", data={"usr": user, "pwd": password}, headers=headers)


def path(doctype, name):
    return f"/api/resource/{doctype}/{requests.utils.quote(name, safe='')}"


def as_text(parameters):
    return {key: value if isinstance(value, (str, bytes)) else json.dumps(value) for key, value in parameters.items()}


def good(response):
    assert response.status_code == 200, f"{response.status_code} {response.text[:2000]}"
    return response.json()


def messages(response):
    """The sentences for people in an answer."""
    return [json.loads(text)["message"] for text in json.loads(response.json().get("_server_messages", "[]"))]


def refused(response, status, exc_type, *words):
    """An error answer of the right kind, whose sentences contain all of `words`."""
    assert response.status_code == status, f"{response.status_code} {response.text[:2000]}"
    body = response.json()
    assert body["exc_type"] == exc_type, body
    assert body["exception"].split(":")[0] == exc_type
    assert isinstance(json.loads(body["exc"]), list) and ".swift" not in body["exc"]
    sentences = "\n".join(messages(response))
    assert sentences, "an error says what is wrong"
    for word in words:
        assert word in sentences, f"{word!r} is missing in {sentences!r}"
    return body


def offences(response):
    """(line, exc_type, serial number) of everything that was wrong."""
    return [(offence["line"], offence["exc_type"], offence["serial_no"]) for offence in response.json()["offences"]]
