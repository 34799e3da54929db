"""What the head of a page says of the question that the page answers."""

from django import template

from core.sharing.words import DESCRIPTION, bounded, found, named

register = template.Library()

register.simple_tag(found, name="found_as_title")
register.filter("named_as_title", named)


@register.simple_tag
def found_as_description(count, one, many, asked):
    """The same as the title, with room for more, as a sentence."""
    return found(count, one, many, asked, DESCRIPTION).rstrip(".") + "."


@register.filter
def named_as_description(titles):
    """Titles as a description names them."""
    return named(titles, DESCRIPTION)


@register.filter
def as_description(sentence):
    """A sentence of any length, as a description has it."""
    return bounded(sentence, DESCRIPTION)
