"""Two OpenAPI documents compared: what changed, and what of it breaks programs that work.

A question may be asked in more ways than before, and an answer may say more: the other way round
programs break.
"""

from datetime import date
from typing import NamedTuple

from core.api.contract.schemas import SchemaPair, Side, resolved

METHODS = ("get", "head", "options", "post", "put", "patch", "delete", "trace")


class Change(NamedTuple):
    """One change. where: the question or shape that it is of; says: what changed, in words."""

    where: str
    says: str
    is_breaking: bool


class Both(NamedTuple):
    """What is there before and after."""

    old: object
    new: object


def changes(old, new, today=None):
    """The Changes from one document to another, each once, in the order of the new one.

    today: what was to stay up to an earlier day may be gone.
    """
    return Comparison(old, new, today or date.today()).changes()


class Comparison:
    """Two documents, and what was found so far."""

    def __init__(self, old, new, today):
        self.old, self.new, self.today = old, new, today
        self.found = {}

    def changes(self):
        self.compare_paths(self.old["paths"], self.new["paths"])
        if not self.old.get("security") and self.new.get("security"):
            self.note("Every question", "needs a key", True)
        return [Change(*place, is_breaking) for place, is_breaking in self.found.items()]

    def note(self, where, says, is_breaking):
        """Keep a change; of a shape that is asked with and answered, whether either breaks."""
        self.found[where, says] = is_breaking or self.found.get((where, says), False)

    def is_over(self, part):
        """Whether a part was told to go, and its day has come."""
        day = part.get("x-sunset")
        return bool(day) and date.fromisoformat(day) <= self.today

    def compare_paths(self, old, new):
        for path in both_ways(old, new):
            methods = Both(methods_of(old.get(path, {})), methods_of(new.get(path, {})))
            for method in both_ways(*methods):
                where = f"{method.upper()} {path}"
                before, after = methods.old.get(method), methods.new.get(method)
                if after is None:
                    self.note(where, "is gone", not self.is_over(before))
                elif before is None:
                    self.note(where, "is new", False)
                else:
                    self.compare_operations(where, before, after)

    def compare_operations(self, where, old, new):
        if old.get("operationId") != new.get("operationId"):
            renamed = f"is called `{new.get('operationId')}`, and was `{old.get('operationId')}`"
            self.note(where, renamed, True)
        self.compare_deprecation(where, "", old, new)
        self.compare_parameters(where, parameters(self.old, old), parameters(self.new, new))
        self.compare_responses(where, old["responses"], new["responses"])

    def compare_deprecation(self, where, name, old, new):
        if new.get("deprecated") and not old.get("deprecated"):
            until = f" and may go on {new['x-sunset']}" if "x-sunset" in new else ""
            self.note(where, f"{name} is deprecated{until}".strip(), False)

    def compare_parameters(self, where, old, new):
        for key in both_ways(old, new):
            name = f"parameter `{key[1]}`"
            before, after = old.get(key), new.get(key)
            if after is None:
                self.note(where, f"{name} is gone", not self.is_over(before))
            elif before is None:
                is_needed = after.get("required", False)
                self.note(
                    where, f"{name} is new" + (", and needed" if is_needed else ""), is_needed
                )
            else:
                if after.get("required") and not before.get("required"):
                    self.note(where, f"{name} is needed", True)
                self.compare_deprecation(where, name, before, after)
                for style in ("style", "explode"):
                    if before.get(style) != after.get(style):
                        self.note(where, f"{name} is written in another way", True)
                schemas = before.get("schema", {}), after.get("schema", {})
                SchemaPair(self, Side.ASKED, where, name).compare(*schemas)

    def compare_responses(self, where, old, new):
        for status in both_ways(old, new):
            before, after = old.get(status), new.get(status)
            if after is None:
                self.note(where, f"never answers {status}", status.startswith("2"))
            elif before is None:
                self.note(where, f"may answer {status}", status.startswith("2"))
            else:
                before, after = resolved(self.old, before), resolved(self.new, after)
                self.compare_headers(where, status, before, after)
                self.compare_contents(where, status, before, after)

    def compare_headers(self, where, status, old, new):
        old, new = old.get("headers", {}), new.get("headers", {})
        for name in both_ways(old, new):
            if name not in new:
                self.note(where, f"header `{name}` of {status} is gone", True)
            elif name not in old:
                self.note(where, f"header `{name}` of {status} is new", False)

    def compare_contents(self, where, status, old, new):
        old, new = old.get("content", {}), new.get("content", {})
        for media in both_ways(old, new):
            if media not in new:
                self.note(where, f"{status} is not to be had as {media}", True)
            elif media not in old:
                self.note(where, f"{status} is to be had as {media}", False)
            else:
                schemas = old[media].get("schema", {}), new[media].get("schema", {})
                SchemaPair(self, Side.ANSWERED, where, f"answer {status}").compare(*schemas)


def both_ways(old, new):
    """What is in the new one, in its order, and then what is only in the old one."""
    return [*new, *(name for name in old if name not in new)]


def methods_of(path):
    return {method: path[method] for method in METHODS if method in path}


def parameters(document, operation):
    """The parameters of an operation, by where they stand and their names."""
    listed = [resolved(document, one) for one in operation.get("parameters", [])]
    return {(one["in"], one["name"]): one for one in listed}
