"""Which methods an address takes; whatever else is asked is refused before a body is read.

A thread that reads a body waits for its sender, and a sender who means harm sends none.
"""

from django.http import HttpResponseNotAllowed

from core.api.errors import problem_response

READ = ("GET", "HEAD")
METHODS = {  # by the beginning of the path
    "/admin/": (*READ, "POST"),
    "/api/": (*READ, "OPTIONS"),
}


class MethodsMiddleware:
    """Answer 405 to every method that no view at the address takes.

    It stands before all that could read a body. Web pages elsewhere that ask beforehand what they
    may do (OPTIONS) have been answered by then.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path = request.path_info
        allowed = next((METHODS[prefix] for prefix in METHODS if path.startswith(prefix)), READ)
        if request.method in allowed:
            return self.get_response(request)
        if path.startswith("/api/"):
            response = problem_response(405, f'Method "{request.method}" not allowed.')
            response.headers["Allow"] = ", ".join(allowed)
            return response
        return HttpResponseNotAllowed(allowed)
