"""The curators' desk without a browser: read a page's form as a browser would, change it, send it.

page = Page(client, "/admin/initiatives/initiative/1/change/")
page.fill(title="Another title")
page.add_row("figures", value="3", unit="people", source=source.pk)
response = page.send("_continue")
"""

import re
from html.parser import HTMLParser

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from core.admin.steps import UNDO
from tests.factories import UserFactory


def url_of(model, page, *args):
    """The address of a model's page at the desk: "changelist", "add", "change", "delete" ..."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def signed_in(username, *groups):
    """A browser of its own in which a new user with these roles is signed in: `client.user`."""
    client = Client()
    client.user = UserFactory(username=username, groups=groups)
    client.force_login(client.user)
    return client


class Fields(HTMLParser):
    """Collects what a browser would send of the forms in a page."""

    def __init__(self, html):
        super().__init__()
        self.data = {}
        self.select = self.textarea = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name", "")
        if tag == "select":
            self.select = name
            if "multiple" in attrs:
                self.data.setdefault(name, [])
        elif tag == "option" and "selected" in attrs:
            self.put(self.select, attrs.get("value", ""))
        elif tag == "textarea":
            self.textarea = name
            self.data[name] = ""
        elif tag == "input" and attrs.get("type") not in ("submit", "button", "file"):
            is_box = attrs.get("type") in ("checkbox", "radio")
            if attrs.get("type") == "checkbox" and isinstance(self.data.get(name), str):
                self.data[name] = [self.data[name]]
            if not is_box or "checked" in attrs:
                self.put(name, attrs.get("value", "on" if is_box else ""))

    def handle_data(self, data):
        if self.textarea is not None:
            self.data[self.textarea] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.textarea = None
        elif tag == "select":
            self.select = None

    def put(self, name, value):
        if isinstance(self.data.get(name), list):
            self.data[name].append(value)
        else:
            self.data[name] = value


def fields_of(html):
    """What a browser would send of the forms in a page, but for the row that is copied for more."""
    fields = Fields(html).data
    return {name: value for name, value in fields.items() if name and "__prefix__" not in name}


class Page:
    """One page of the desk that has a form."""

    def __init__(self, client, url):
        self.client = client
        self.url = url
        self.response = client.get(url)
        assert self.response.status_code == 200
        self.data = fields_of(self.response.content.decode())

    def fill(self, **values):
        self.data |= values
        return self

    def add_row(self, prefix, **values):
        """Fill in another row of an inline."""
        number = int(self.data[f"{prefix}-TOTAL_FORMS"])
        self.data[f"{prefix}-TOTAL_FORMS"] = number + 1
        for name, value in values.items():
            self.data[f"{prefix}-{number}-{name}"] = value
        return self

    def send(self, button="_save"):
        self.response = self.client.post(self.url, self.data | {button: "1"})
        return self.response

    @property
    def errors(self):
        """What the form says is wrong: texts by field, a row's with its prefix and number."""
        context = self.response.context
        if context is None:
            return {}
        found = {}
        for name, texts in context["adminform"].form.errors.items():
            found[name] = list(texts)
        for inline in context["inline_admin_formsets"]:
            for number, errors in enumerate(inline.formset.errors):
                for name, texts in errors.items():
                    found[f"{inline.formset.prefix}-{number}-{name}"] = list(texts)
            if inline.formset.non_form_errors():
                found[inline.formset.prefix] = list(inline.formset.non_form_errors())
        return found


def choose(client, action, *records, seen="", **fields):
    """Choose a step for records of a list, as its form does: the page that asks."""
    url = url_of(type(records[0]), "changelist")
    keys = [record.pk for record in records]
    data = {"action": action, "_selected_action": keys, "index": "0", "seen": seen}
    return client.post(url, data | fields)


def confirm(client, question):
    """Say yes to a page that asks."""
    fields = Fields(question.content.decode()).data
    return client.post(question.wsgi_request.get_full_path(), fields)


def take_step(client, action, *records, **fields):
    """Choose a step for records of a list, and say yes."""
    response = choose(client, action, *records, **fields)
    return confirm(client, response) if response.status_code == 200 else response


def said(response):
    """What the desk tells its user after a request, as texts; not that a step can be undone."""
    told = get_messages(response.wsgi_request)
    return [str(message) for message in told if message.extra_tags != UNDO]


OF_PROGRAMMERS = re.compile(
    r"\bslug\b|staff status|superuser status|\bsalt\b|\biterations\b|\bhash\b|\balgorithm\b"
    r"|object repr|content type|protected related|_[a-z]+ object \(|^Run$|select record"
    r"|log entr|action flag|change message|password-based|please correct the error"
    r"|\d [ap]\.m\.|\bnoon\b|designates whether|\bpublic id\b|\bfixtures\b|yielded into"
    r"|authentication and authorization|markdown\.$|initiative citations|staff account",
    re.IGNORECASE | re.MULTILINE,
)


class Visible(HTMLParser):
    """Collects what a page says itself: texts and names of its parts, but nothing of records."""

    def __init__(self, html):
        super().__init__()
        self.texts = []
        self.hidden = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        named = (attrs.get(name) for name in ("title", "aria-label", "data-label"))
        self.texts += filter(None, named)
        if tag in ("script", "style", "textarea", "select"):
            self.hidden.append(tag)

    def handle_endtag(self, tag):
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data):
        if not self.hidden and data.strip():
            self.texts.append(data.strip())


def words_of_programmers(response):
    """What a page of the desk says in words that a labour expert does not know."""
    text = "\n".join(Visible(response.content.decode()).texts)
    return [found.group() for found in OF_PROGRAMMERS.finditer(text)]
