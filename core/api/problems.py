"""The kinds of errors that programs are told of, and what each says to whoever meets it.

An error names its kind in `type`, by an address that opens (RFC 9457): `/api/errors/<name>/`.
"""

from dataclasses import dataclass

PAGES = "/api/errors/"


@dataclass(frozen=True)
class Kind:
    """One kind of error.

    name: the last part of the address that says what it is; status: of its answers; heading: what
    it is called; means: what has happened; remedy: what to do about it.
    """

    name: str
    status: int
    heading: str
    means: str
    remedy: str

    @property
    def type(self):
        """The address that says what it is."""
        return f"{PAGES}{self.name}/"


QUESTION = Kind(
    "question",
    400,
    "The question is not understood",
    "A parameter is not known, is given more often than it may be, or has a value that it cannot "
    "have. Nothing was looked up, so that a typing mistake is not taken for an answer.",
    "Look into “errors”: it has a sentence for each parameter that is wrong, with the values that "
    "it can have where there are few. The reference lists all parameters.",
)
NOT_FOUND = Kind(
    "not-found",
    404,
    "Nothing public is here",
    "No public record has this address, or it is none of ours. Records that are being written, and "
    "people who asked to be removed, are told of in the same way.",
    "Look the record up in its list. One that was renamed is found at its former address, too.",
)
METHOD = Kind(
    "method",
    405,
    "This method is not allowed",
    "The portal is read only for programs: it answers GET, HEAD and OPTIONS.",
    "Ask with GET. The header “Allow” names the methods that this address takes.",
)
FORM = Kind(
    "form",
    406,
    "There is no such form",
    "The header “Accept” asks for a form that this address does not have, such as XML.",
    "Ask for application/json, or leave the header out.",
)
WITHDRAWN = Kind(
    "withdrawn",
    410,
    "The record was withdrawn",
    "There was a public record at this address. “withdrawn” says since when there is none, "
    "“reason” why, where somebody has said so, and “page_url” where its page can still be read.",
    "Delete it from your copy. It may be published again: the list of changes tells.",
)
TOKEN = Kind(
    "token",
    410,
    "The token is of a history that is no more",
    "A backup of the portal was restored after this token was given, so nobody can say what has "
    "changed since.",
    "Begin again without “since”, and compare what you get with your copy.",
)
BODY = Kind(
    "body",
    413,
    "The request is too large",
    "What was sent is larger than the portal reads.",
    "Send no body: nothing here needs one.",
)
OFTEN = Kind(
    "often",
    429,
    "Too many requests",
    "More was asked from where you are than the portal takes.",
    "Wait for as many seconds as the header “Retry-After” says, and ask one thing at a time.",
)
FAULT = Kind(
    "fault",
    500,
    "Something went wrong here",
    "It is a fault of the portal and not of your question. It was noted.",
    "Ask again later. If it happens again, tell us the address that you asked for.",
)
UNAVAILABLE = Kind(
    "unavailable",
    503,
    "The portal cannot answer now",
    "Its database does not answer at this moment, or more is asked of it than it can answer.",
    "Wait for as many seconds as the header “Retry-After” says, and ask again.",
)
KINDS = (
    QUESTION,
    NOT_FOUND,
    METHOD,
    FORM,
    WITHDRAWN,
    TOKEN,
    BODY,
    OFTEN,
    FAULT,
    UNAVAILABLE,
)
BY_NAME = {kind.name: kind for kind in KINDS}
BY_STATUS = {kind.status: kind for kind in reversed(KINDS)}  # the first of a status


def type_of(status):
    """The address that says what errors with a status are; what RFC 9457 has for all others."""
    kind = BY_STATUS.get(status)
    return kind.type if kind else "about:blank"
