"""What templates need in order to draw a map."""

from django import template

from core.worldmap.markup import dots_markup, flows_markup, labels_markup

register = template.Library()

register.filter("as_flows", flows_markup)
register.filter("as_dots", dots_markup)
register.filter("as_labels", labels_markup)
