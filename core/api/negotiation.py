"""In which form an answer is given."""

from django.http.request import MediaType
from django.urls import reverse
from rest_framework.exceptions import NotAcceptable, ValidationError
from rest_framework.negotiation import DefaultContentNegotiation

from core.api.parameters import FORMAT
from core.api.values import check_given_once

NONE_OF = "The header Accept takes none of the forms that there are here: {}."


class Negotiation(DefaultContentNegotiation):
    """Chooses between JSON and HTML: by ?format= where it is given, else by the header Accept.

    Django REST framework's own does not look at the weights (q) of that header.
    """

    def select_renderer(self, request, renderers, format_suffix=None):
        check_given_once(request.query_params, [FORMAT])
        asked = request.query_params.get(FORMAT)
        if not asked:
            return self.preferred(request, renderers)
        for renderer in renderers:
            if renderer.format == asked:
                return renderer, renderer.media_type
        known = ", ".join(dict.fromkeys(renderer.format for renderer in renderers))
        said = [f"Unknown value: {asked[:60]!r}. Known ones: {known}."]
        if file := file_of(request.parser_context.get("view"), asked):
            said.append(f"The whole list as a file is at {file}.")
        raise ValidationError({FORMAT: said})

    def preferred(self, request, renderers):
        """The renderer that the header Accept weighs most, and the media type it is asked in.

        Among equals the one that is named more exactly, then the first.
        """
        accepted = [MediaType(token) for token in self.get_accept_list(request) or ["*/*"]]
        offers = []
        for renderer in renderers:
            matching = [one for one in accepted if one.match(renderer.media_type)]
            closest = max(matching, key=lambda one: one.specificity, default=None)
            if closest and closest.quality > 0:
                offers.append((closest, renderer))
        if not offers:
            known = dict.fromkeys(renderer.media_type for renderer in renderers)
            raise NotAcceptable(NONE_OF.format(", ".join(known)), available_renderers=renderers)
        closest, renderer = max(offers, key=lambda offer: (offer[0].quality, offer[0].specificity))
        return renderer, str(closest) if closest.range_params else renderer.media_type


def file_of(view, form):
    """The path of the list of a view as a file of this form; None where there is none."""
    if form not in getattr(view, "file_forms", ()) or view.detail:
        return None
    return f"{reverse(f'{view.basename}:list').removesuffix('/')}.{form}"
