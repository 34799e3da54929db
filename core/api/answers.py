"""What serializers say of records, without making a serializer for each.

A serializer copies all its fields whenever it is made, and each field looks up anew how it is read:
most of the time of an answer. Here the fields of a class are read once; what they say stays theirs.
"""

from functools import cache, lru_cache
from operator import attrgetter

from django.db.models import Manager
from rest_framework import fields, serializers

from core.api.fields import Answer, AnswerField, SomeRecords, root_of
from core.records.reading import label_types

AS_THEY_ARE = {  # how fields say the value that they find, which has the right type already
    fields.BooleanField.to_representation,
    fields.CharField.to_representation,
    fields.ChoiceField.to_representation,
    fields.IntegerField.to_representation,
}


def said_of(serializer_class, records, request, choice=None):
    """A list of what serializers of a class would say of records, in the answer to a request.

    choice: as core.api.choice has it, of the fields that it says; None for all.
    """
    say = sayer_of(serializer_class, choice)
    answer = Answer(root_of(request))
    return [say(record, answer) for record in records]


def sayer_of(serializer_class, choice):
    """A function of a record and an Answer: what a serializer would say of it, as far as chosen."""
    return sayer(serializer_class) if choice is None else choosing(serializer_class, choice)


@cache
def sayer(serializer_class):
    """The same for all that it would say."""
    return saying(serializer_class(), dict.fromkeys(serializer_class().fields))


@lru_cache(200)
def choosing(serializer_class, choice):
    """The same for a choice of its fields."""
    return saying(serializer_class(), dict(choice))


def saying(serializer, chosen):
    """The same; chosen: by the names of fields the choice within each, None for all of it."""
    fields = serializer.fields
    nothing = dict.fromkeys(chosen)
    plain = [name for name in chosen if is_plain(fields[name])]
    values = values_of([fields[name].source for name in plain])
    steps = [
        (name, value_of(fields[name]), step(fields[name], choice))
        for name, choice in chosen.items()
        if name not in plain
    ]

    def say(record, answer):
        said = nothing.copy()  # in the order of the fields
        said.update(zip(plain, values(record), strict=True))
        for name, value, say_part in steps:
            said[name] = say_part(value(record), answer)
        return said

    return say


def is_plain(field):
    """Whether a field says an attribute of the record as it is."""
    return field.source != "*" and type(field).to_representation in AS_THEY_ARE


def values_of(names):
    """A function of a record: the values of some attributes."""
    if len(names) > 1:
        return attrgetter(*names)
    getters = [attrgetter(name) for name in names]
    return lambda record: [get(record) for get in getters]


def value_of(field):
    """A function of a record: the value of a field."""
    if field.source == "*":
        return lambda record: record
    return attrgetter(field.source)


def step(field, choice=None):
    """A function of a field's value and an Answer: what the field says, or a choice of that."""
    if isinstance(field, serializers.ListSerializer):
        say_one = saying_once(sayer_of(type(field.child), choice))
        chosen = field.records if isinstance(field, SomeRecords) else records_of
        return lambda value, answer: [say_one(record, answer) for record in chosen(value)]
    if isinstance(field, serializers.BaseSerializer):
        say = saying_once(sayer_of(type(field), choice))
        return lambda value, answer: None if value is None else say(value, answer)
    if isinstance(field, AnswerField):
        return field.say
    return lambda value, answer: None if value is None else field.to_representation(value)


def saying_once(say):
    """A function that says of a label once what its answer says of it: many records of one answer
    name the same country, theme or source.
    """

    def say_once(record, answer):
        if type(record) in label_types:
            return answer.said(say, record)
        return say(record, answer)

    return say_once


def records_of(value):
    """The records of a relation, of a method or of a list."""
    if isinstance(value, Manager):
        return value.all()
    return value() if callable(value) else value
