"""What the views of the API have in common, and those that belong to no app."""

from functools import cache

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import resolve, reverse
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import deprecation
from core.api.components import NAME
from core.api.errors import MEDIA_TYPE
from core.api.fields import absolute
from core.api.parameters import FORMAT, check_names
from core.api.problems import BY_NAME, KINDS
from core.api.reference import reference
from core.api.renderers import JsonRenderer


class Strict:
    """A view that refuses query parameters it does not know, and answers errors as problems."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            check_names(request.query_params, {FORMAT, *self.known_parameters()})

    def known_parameters(self):
        """The names of the query parameters that this view takes, besides the format."""
        return []

    @property
    def described_path(self):
        """The address of this view, as the schema writes it."""
        return self.request.path_info

    def page_context(self, data):
        """What the page that shows this answer to people says besides the data."""
        return {}

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        if getattr(response, "exception", False) and response.accepted_renderer.format != "html":
            response.accepted_renderer = JsonRenderer()
            response.content_type = MEDIA_TYPE
        elif settings.API_DEPRECATED:
            chosen = getattr(self, "choice", None)
            said = deprecation.headers(self.described_path, request, chosen)
            for name, value in said.items():
                response.headers[name] = value
        return response


class Root(Strict, APIView):
    """Where each list of the API is."""

    name = "Version 1"
    collections = ()
    answer = {
        NAME: "Root",
        "type": "object",
        "description": "By name, the address of each list, of the schema and of the guide.",
        "additionalProperties": {"type": "string", "format": "uri"},
    }

    @extend_schema(operation_id="root", tags=["root"])
    def get(self, request):
        """The addresses of all lists, of the schema and of the documentation."""
        names = {collection: f"api:{collection}-list" for collection in self.collections}
        names |= {"schema": "api:schema", "docs": "api:docs", "guide": "api:guide"}
        return Response({key: absolute(request, name) for key, name in names.items()})


class Nowhere(Strict, APIView):
    """The answer to an address of the API where nothing is, or where the last slash is missing."""

    schema = None

    def initial(self, request, *args, **kwargs):
        super(Strict, self).initial(request, *args, **kwargs)
        raise NotFound(f"Nothing is here. {reverse('api:root')} lists what there is.")

    def dispatch(self, request, *args, **kwargs):
        completed = request.path_info + "/"
        if request.method in ("GET", "HEAD") and resolve(completed).view_name != "api:nowhere":
            return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
        return super().dispatch(request, *args, **kwargs)


class ReadYamlRenderer(OpenApiYamlRenderer):
    """The schema for browsers, which show text and save whatever they have no program for."""

    media_type = "text/html"
    shown_as = "text/plain"


class Schema(Strict, APIView):
    """This API described for programs (OpenAPI), as YAML or JSON; for browsers as text.

    It is the same for everyone while the process runs, and takes a second to make: it is made once.
    """

    schema = None
    renderer_classes = [*SpectacularAPIView.renderer_classes, ReadYamlRenderer]

    def get(self, request):
        renderer = request.accepted_renderer
        media_type = getattr(renderer, "shown_as", renderer.media_type)
        return HttpResponse(
            described_by(type(renderer)),
            content_type=f"{media_type}; charset=utf-8",
            headers={"Content-Disposition": f'inline; filename="openapi.{renderer.format}"'},
        )


@cache
def schema():
    """The schema as the generator makes it."""
    return SchemaGenerator().get_schema(public=True)


@cache
def described_by(renderer_class):
    """The schema as bytes."""
    return renderer_class().render(schema())


@cache
def described_in_words():
    """The schema for people: a Reference."""
    return reference(schema())


@require_safe
def errors(request, name=None):
    """What an error means and what to do about it, of one kind or of all."""
    if name is not None and name not in BY_NAME:
        raise Http404("There is no such kind of error.")
    kinds = [BY_NAME[name]] if name else KINDS
    return render(request, "portal/api_errors.html", {"kinds": kinds, "is_one": bool(name)})


@require_safe
def docs(request):
    """The schema as a page for people: every list, parameter and field."""
    return render(request, "portal/api_docs.html", {"reference": described_in_words()})
