"""The headers of answers that programs go by, as the schema tells of them.

What is of no use to programs is left out: how a body was packed, what browsers are to beware of.
"""

ANY_ORIGIN = ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers")
KEPT = ("Cache-Control", "Vary", *ANY_ORIGIN)
SENT = {  # by status
    "200": ("ETag", *KEPT),
    "301": ("Location", *KEPT),
    "304": ("ETag", *KEPT),
    "400": ("Vary", *ANY_ORIGIN),
    "404": KEPT,
    "405": ("Allow", "Vary", *ANY_ORIGIN),
    "406": ("Vary", *ANY_ORIGIN),
    "410": KEPT,
    "429": ("Retry-After",),
    "503": ("Retry-After", *KEPT),
}
OF_DEPRECATED = ("Deprecation", "Sunset", "Link")
TEXT = {"type": "string"}
HEADERS = {
    "ETag": {
        "description": (
            "Stands for what is answered. Send it as `If-None-Match` when you ask again: while "
            "nothing has changed you get 304, without the body."
        ),
        "schema": TEXT,
        "example": '"88HFlpeEh6RYceqWJenT-identity"',
    },
    "Cache-Control": {
        "description": "How long caches may keep it: yours has to ask each time, with `ETag`.",
        "schema": TEXT,
        "example": "public, max-age=0, s-maxage=1, must-revalidate",
    },
    "Vary": {
        "description": "The headers of your request that the answer depends on.",
        "schema": TEXT,
        "example": "Accept, Accept-Encoding, origin",
    },
    "Location": {
        "description": "The present address of the record, without scheme and host.",
        "schema": {"type": "string", "format": "uri-reference"},
        "example": "/api/v1/initiatives/ciudad-mujer/",
    },
    "Allow": {
        "description": "The methods that this address answers.",
        "schema": TEXT,
        "example": "GET, HEAD, OPTIONS",
    },
    "Retry-After": {
        "description": "After how many seconds to ask again.",
        "schema": {"type": "integer", "minimum": 1},
        "example": 5,
    },
    "Access-Control-Allow-Origin": {
        "description": "With a request that has `Origin`: web pages anywhere may read the answer.",
        "schema": {"type": "string", "const": "*"},
        "example": "*",
    },
    "Access-Control-Expose-Headers": {
        "description": "With a request that has `Origin`: the headers that web pages may read.",
        "schema": TEXT,
        "example": "ETag, Link, Retry-After",
    },
    "Deprecation": {
        "description": (
            "Since when something that you ask for, or get, should be used no more (RFC 9745): "
            "seconds since 1970."
        ),
        "schema": {"type": "string", "pattern": "^@-?[0-9]+$"},
        "example": "@1795910400",
    },
    "Sunset": {
        "description": "From when on it may be gone (RFC 8594): a date as HTTP writes it.",
        "schema": TEXT,
        "example": "Wed, 01 Dec 2027 00:00:00 GMT",
    },
    "Link": {
        "description": "Where the guide says what to do about it: `deprecation` and `sunset`.",
        "schema": TEXT,
        "example": '</api/#versions>; rel="deprecation"; type="text/html"',
    },
}
