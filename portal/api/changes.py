"""What has changed: for those who keep a copy of the catalogue."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.components import NAME
from core.api.described import written
from core.api.fields import absolute
from core.api.problems import TOKEN
from core.api.values import check_given_once, whole_number, yes_or_no
from core.api.views import Strict
from core.models import PublicRecord
from core.records.changes import LostToken, NoToken, Token, changes
from core.records.digests import digests

LIST = "changes"
MOST = 1000
LONGEST_TOKEN = 80  # three numbers of 19 digits, encoded
NO_LIST = {"forumseries": "series", "convention": "conventions"}  # named by other records alone
GONE = "This token is of a history that is no more. Start again without `since`."
LOOKUPS = {"replications": "public_id", "sources": "public_id"}


class StartAgain(APIException):
    """A token that leads nowhere any more."""

    status_code = 410
    default_detail = GONE
    kind = TOKEN


class SuccessorSerializer(serializers.Serializer):
    """The record that a merged one went into."""

    id = serializers.CharField(help_text="Never changes.")
    api_url = serializers.URLField(allow_null=True, help_text="Null where it is public no more.")


class ChangeSerializer(serializers.Serializer):
    """A record that changed, appeared or was withdrawn. Of what was removed there is no name."""

    kind = serializers.CharField(help_text="The name of its list.")
    id = serializers.CharField(help_text="Never changes.")
    state = serializers.ChoiceField(
        PublicRecord.State.choices, help_text="Whether it is public now, or what became of it."
    )
    slug = serializers.CharField(required=False, help_text="Empty where the record has none.")
    first_published = serializers.DateTimeField(
        required=False, allow_null=True, help_text="When it was first public."
    )
    modified = serializers.DateTimeField(
        required=False, allow_null=True, help_text="When what it says itself last changed."
    )
    digest = serializers.CharField(required=False, help_text="Stands for what it says itself.")
    withdrawn = serializers.DateTimeField(
        required=False, allow_null=True, help_text="When it was withdrawn; null while it is public."
    )
    reason = serializers.CharField(
        required=False, help_text="Why it was withdrawn, where somebody says so."
    )
    api_url = serializers.URLField(
        required=False,
        allow_null=True,
        help_text="Its address in this API; null where it is not public or has no list.",
    )
    merged_into = SuccessorSerializer(required=False, help_text="Only with the state `merged`.")


class ChangesSerializer(serializers.Serializer):
    """Some changes, oldest first."""

    results = ChangeSerializer(many=True, help_text="The changes.")
    token = serializers.CharField(help_text="Give it as `since` next time.")
    next = serializers.URLField(
        allow_null=True, help_text="Where more changes are; null where these are all for now."
    )
    count = serializers.IntegerField(
        required=False, help_text="With `count=yes`: how many are due, these included."
    )


class Changes(Strict, APIView):
    """What has changed since you asked last, oldest first."""

    name = "Changes"
    answer = ChangesSerializer
    own_problems = {410: GONE}
    kinds = {}

    def known_parameters(self):
        return ["since", "count", "page_size"]

    @extend_schema(
        operation_id="changes_list",
        tags=[LIST],
        parameters=[
            written(
                "since",
                "^[A-Za-z0-9_=-]+$",
                LONGEST_TOKEN,
                "The token of your last answer; begin without.",
            ),
            OpenApiParameter("count", enum=["yes", "no"], description="Whether to count them."),
            OpenApiParameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": MOST, "default": 100},
                description="How many changes at most.",
            ),
        ],
    )
    def get(self, request):
        """What has changed since you asked last, oldest first.

        Every record stands there once, at its last change. Without `since` you get all that is
        public. Keep the token, and ask with it again; a transaction that was still open then is
        told the next time.
        """
        query = request.query_params
        check_given_once(query, self.known_parameters())
        size = whole_number(query, "page_size", default=100, largest=MOST)
        counts = yes_or_no(query, "count", default=False)
        page = changes(self.token(query.get("since")), size=size, count=counts)
        root = absolute(request, "api:root")
        token = str(page.token)
        more = f"{root}{LIST}/?since={token}&page_size={size}"
        answer = {
            "results": [self.line(record, root) for record in page.records],
            "token": token,
            "next": None if page.is_last else more,
        }
        if counts:
            answer["count"] = page.left
        return Response(answer)

    @staticmethod
    def token(text):
        """The Token of a question, None where it has none."""
        if not text:
            return None
        try:
            return Token.read(text)
        except NoToken as error:
            raise ValidationError({"since": ["This is no token of this API."]}) from error
        except LostToken as error:
            raise StartAgain from error

    def line(self, record, root):
        """One change."""
        is_public = record.state == PublicRecord.State.PUBLIC
        name = self.kinds.get(record.kind) or NO_LIST[record.kind]
        line = {"kind": name, "id": record.public_id, "state": record.state}
        if record.state == PublicRecord.State.VANISHED:
            return line
        if other := record.replaced_by:
            url = self.api_url(other, root)
            line["merged_into"] = {"id": other.public_id, "api_url": url}
        return line | {
            "slug": record.slug,
            "first_published": record.first_published,
            "modified": record.modified,
            "digest": record.digest if is_public else "",
            "withdrawn": record.withdrawn,
            "reason": record.reason,
            "api_url": self.api_url(record, root),
        }

    def api_url(self, record, root):
        """Where a record is in the API, None where it is not public or has no list."""
        name = self.kinds.get(record.kind)
        if name is None or record.state != PublicRecord.State.PUBLIC:
            return None
        key = record.public_id if name in LOOKUPS else record.slug
        return f"{root}{name}/{key}/"


class Digests(Strict, APIView):
    """By kind and by the first digit of ids, a digest of all records."""

    name = "Digests"
    answer = {
        NAME: "Digests",
        "type": "object",
        "description": "By kind, by the first digit of ids.",
        "additionalProperties": {
            NAME: "DigestsOfKind",
            "type": "object",
            "additionalProperties": {
                NAME: "Digest",
                "type": "object",
                "required": ["count", "digest"],
                "properties": {
                    "count": {"type": "integer", "description": "Of how many records."},
                    "digest": {"type": "string", "description": "64 hexadecimal digits."},
                },
            },
        },
    }
    kinds = {}

    @extend_schema(operation_id="changes_digests", tags=[LIST])
    def get(self, request):
        """Whether your copy is the same as ours, and where it differs.

        Each digest is the SHA-256, in hexadecimal digits, of lines "id digest\\n", one for each
        public record whose id begins with that digit, sorted by id.
        """
        names = self.kinds | NO_LIST
        return Response({names[kind]: ranges for kind, ranges in digests().items()})
