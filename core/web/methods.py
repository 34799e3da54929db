"""Which methods an address takes; whatever else is asked is refused before a body is read.

A thread that reads a body waits for its sender, and a sender who means harm sends none.
"""

import re

from django.http import HttpResponseNotAllowed

from core.api.errors import problem_response

# What no person reads.
FOR_PROGRAMS = re.compile(r"^/(?:api/|.+\.(?:atom|bib|csv|geojson|jsonl?|ris|xlsx)$)")

READ = ("GET", "HEAD")
METHODS = {  # by the beginning of the path
    "/admin/": (*READ, "POST"),
    "/proposals/": (*READ, "POST"),
    "/api/": (*READ, "OPTIONS"),
}


def allowed(path):
    """The methods that an address takes, by its path."""
    return next((METHODS[prefix] for prefix in METHODS if path.startswith(prefix)), READ)


def is_for_programs(path):
    """Whether an address is asked by programs, so that errors there are said to programs."""
    return bool(FOR_PROGRAMS.match(path))


def takes_body(method, path):
    """Whether what comes with a request is for us to read."""
    return method == "POST" and method in allowed(path)


class MethodsMiddleware:
    """Answer 405 to every method that no view at the address takes.

    It stands before all that could read a body. Web pages elsewhere that ask beforehand what they
    may do (OPTIONS) have been answered by then.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        methods = allowed(request.path_info)
        if request.method in methods:
            return self.get_response(request)
        if is_for_programs(request.path_info):
            response = problem_response(405, f'Method "{request.method}" not allowed.')
            response.headers["Allow"] = ", ".join(methods)
            return response
        return HttpResponseNotAllowed(methods)
