"""Records that a question names, or draws by lot: the parameters `ids`, `sample` and `seed`."""

import re

from django.db.models import Value
from django.db.models.functions import MD5, Concat
from rest_framework.exceptions import ValidationError

from core.api.values import whole_number
from core.models.identity import PUBLIC_ID
from core.search.fields import present_slugs
from core.search.full_text import is_one_of

IDS, SAMPLE, SEED = "ids", "sample", "seed"
MOST_IDS = 100
LARGEST_SAMPLE = 1_000


def keys_of_ids(records, lookup, query):
    """The primary keys of the records that `ids` names; None where it names none.

    records: those that the public sees; lookup: the field by which their addresses know them. They
    may be named by that, by public id, or by a slug that they once had. Raises ValidationError for
    what is none of these.
    """
    named = dict.fromkeys(one.strip() for one in query.get(IDS, "").split(","))
    named.pop("", None)
    if not named:
        return None
    if len(named) > MOST_IDS:
        raise ValidationError({IDS: [f"Name at most {MOST_IDS} records."]})
    found = known_by(records, lookup, named)
    if lookup != "public_id":
        found |= known_by(records, "public_id", named.keys() - found)
    if lookup == "slug" and (former := named.keys() - found):
        present = present_slugs(records.model._meta.model_name, [*former])
        keys = known_by(records, lookup, present.values())
        found |= {old: keys[slug] for old, slug in present.items() if slug in keys}
    if unknown := [one for one in named if one not in found]:
        raise ValidationError({IDS: [f"Unknown value: {one[:60]!r}." for one in unknown]})
    return list(found.values())


SPELLED = {"public_id": PUBLIC_ID, "number": "[1-9][0-9]{0,3}"}


def known_by(records, lookup, values):
    """The primary keys of the records with some values of a field, by these."""
    spelled = SPELLED.get(lookup, r"[A-Za-z0-9-]{1,200}")
    values = [value for value in values if re.fullmatch(spelled, value)]
    if not values:
        return {}
    rows = records.order_by().filter(**{f"{lookup}__in": values}).values_list(lookup, "pk")
    return {str(value): key for value, key in rows}


def sample_of(query):
    """Size and seed of the sample that a query asks for; None where it asks for none."""
    size = whole_number(query, SAMPLE, default=None, largest=LARGEST_SAMPLE)
    seed = whole_number(query, SEED, default=None)
    if size is None and seed is not None:
        raise ValidationError({SEED: ["Give it together with `sample`."]})
    return size and (size, seed or 1)


def drawn(model, keys, size, seed):
    """So many of some primary keys, by lot: the same for a seed, whatever else comes or goes."""
    records = model._default_manager.filter(is_one_of(keys)).order_by(
        MD5(Concat(Value(f"{seed} "), "public_id")), "pk"
    )
    return list(records.values_list("pk", flat=True)[:size])
