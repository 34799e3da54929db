"""What a browser may do with our answers: the content security policy and its neighbours."""

SELF, NONE, EVAL = "'self'", "'none'", "'unsafe-eval'"

PAGES = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
    "frame-ancestors": [NONE],
}
# The curators' desk is unfold's, whose Alpine.js evaluates what stands in attributes of elements.
ADMIN = PAGES | {
    "script-src": [SELF, EVAL],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
}

POLICIES = {  # by the beginning of the path, the longest first
    "/admin/": ADMIN,
    "/": PAGES,
}
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def header(policy):
    """A policy as the header's value."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())


HEADERS = [(prefix, header(policy)) for prefix, policy in POLICIES.items()]
STRICTEST = header(PAGES)  # of what is no path at all, such as the * of OPTIONS


class ContentSecurityMiddleware:
    """Send every answer with its policy. A view that has set the header itself keeps it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        path = request.path_info
        policy = next((text for prefix, text in HEADERS if path.startswith(prefix)), STRICTEST)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
