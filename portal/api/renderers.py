"""What answers look like: JSON for programs, a page for people who look around."""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe
from rest_framework import renderers
from rest_framework.utils.urls import replace_query_param

ADDRESS = re.compile(r"&quot;(https?://[^\s]*?)&quot;")


def with_links(json):
    """JSON as HTML in which every value that is an address is a link."""
    linked = ADDRESS.sub(r'&quot;<a href="\1" rel="nofollow">\1</a>&quot;', escape(json))
    return mark_safe(linked)  # noqa: S308 - escaped above, and the links hold escaped text


class PageRenderer(renderers.BrowsableAPIRenderer):
    """The answer as a page of the portal: no forms, no scripts, no cookies."""

    format = "html"
    template = "rest_framework/api.html"

    def get_context(self, data, accepted_media_type, renderer_context):
        view = renderer_context["view"]
        request = renderer_context["request"]
        response = renderer_context["response"]
        as_json = renderers.JSONRenderer()
        page = getattr(getattr(view, "paginator", None), "page", None)
        return {
            "name": self.get_name(view),
            "description": self.get_description(view, response.status_code),
            "request": request,
            "response": response,
            "content": with_links(
                self.get_content(as_json, data, accepted_media_type, renderer_context)
            ),
            "page": page if response.status_code == 200 else None,
            "parameters": self.get_parameters(view),
            "json_address": replace_query_param(request.get_full_path(), "format", "json"),
        }

    def get_parameters(self, view):
        """The fields of the form by which a list can be asked."""
        filterset = getattr(view, "filterset", None)
        return list(filterset.form.fields.items()) if filterset else []
