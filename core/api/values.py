"""Values of query parameters that no form checks: given once, whole numbers, yes or no."""

import re

from rest_framework.exceptions import ValidationError


def check_given_once(query, names):
    """Raise ValidationError for parameters that stand several times and take one value."""
    errors = {name: ["Give it once."] for name in names if len(query.getlist(name)) > 1}
    if errors:
        raise ValidationError(errors)


def whole_number(query, name, *, default, largest=None):
    """The value of a parameter that takes a whole number from 1; ValidationError otherwise.

    An empty one asks nothing: it has the default.
    """
    text = query.get(name)
    if not text:
        return default
    number = int(text) if re.fullmatch("[0-9]{1,9}", text) else 0
    if number < 1 or (largest and number > largest):
        allowed = f"from 1 to {largest}" if largest else "from 1"
        raise ValidationError({name: [f"Give a whole number {allowed}."]})
    return number


def yes_or_no(query, name, *, default):
    """The value of a parameter that takes yes or no, an empty one the default.

    ValidationError otherwise.
    """
    check_given_once(query, [name])
    text = query.get(name) or ("yes" if default else "no")
    if text not in ("yes", "no"):
        raise ValidationError({name: ["Say yes or no."]})
    return text == "yes"
