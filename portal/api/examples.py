"""Examples for the schema: answers of a running portal, shortened."""

import json
from urllib.request import urlopen

from core.api.document import operations

HOST = "https://solutions.example.org"
LONGEST = 160  # characters of a text
FEW = ("facets",)  # objects with a name for each value, of which one is enough


def examples_of(document, portal):
    """A shortened answer to each operation of a document, by its name.

    portal: scheme and host of a running portal. A record is the first one of its list.
    """
    examples, records = {}, {}
    for path, operation in operations(document):
        collection, _, key = path.partition("{")
        address = records[collection] if key else path
        if any(one["name"] == "page_size" for one in operation.get("parameters", [])):
            address += "?page_size=1"
        with urlopen(portal + address) as response:  # noqa: S310 - an address of our own
            answer = json.loads(response.read().decode().replace(portal, HOST))
        if not key:
            first = next(iter(answer.get("results", [])), {})
            records[path] = (first.get("api_url") or "").removeprefix(HOST)
        examples[operation["operationId"]] = shortened(answer, operation["operationId"])
    return examples


def shortened(value, name=""):
    """The same with one of each list, and with the beginning of long texts; name: of the value."""
    if isinstance(value, dict):
        if name in FEW:
            value = dict([*value.items()][:1])
        return {key: shortened(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [shortened(one) for one in value[:1]]
    if isinstance(value, str) and len(value) > LONGEST and not value.startswith("http"):
        return value[:LONGEST].rpartition(" ")[0] + " …"
    return value
