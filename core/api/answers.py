"""What serializers say of records, without making a serializer for each.

A serializer copies all its fields whenever it is made, and each field looks up anew how it is read:
most of the time of an answer. Here the fields of a class are read once; what they say stays theirs.
"""

from functools import cache
from operator import attrgetter

from django.db.models import Manager
from rest_framework import fields, serializers

from core.api.fields import Answer, AnswerField, SomeRecords

AS_THEY_ARE = {  # how fields say the value that they find, which has the right type already
    fields.BooleanField.to_representation,
    fields.CharField.to_representation,
    fields.ChoiceField.to_representation,
    fields.IntegerField.to_representation,
}


def said_of(serializer_class, records, request):
    """A list of what serializers of a class would say of records, in the answer to a request."""
    say, answer = sayer(serializer_class), Answer(request)
    return [say(record, answer) for record in records]


@cache
def sayer(serializer_class):
    """A function of a record and an Answer: what a serializer would say of it."""
    steps = [
        (name, value_of(field), step(field)) for name, field in serializer_class().fields.items()
    ]

    def say(record, answer):
        return {name: say_part(value(record), answer) for name, value, say_part in steps}

    return say


def value_of(field):
    """A function of a record: the value of a field."""
    if field.source == "*":
        return lambda record: record
    return attrgetter(field.source)


def step(field):
    """A function of a field's value and an Answer: what the field says."""
    if isinstance(field, serializers.ListSerializer):
        say_one = sayer(type(field.child))
        chosen = field.records if isinstance(field, SomeRecords) else records_of
        return lambda value, answer: [say_one(record, answer) for record in chosen(value)]
    if isinstance(field, serializers.BaseSerializer):
        say = sayer(type(field))
        return lambda value, answer: None if value is None else say(value, answer)
    if isinstance(field, AnswerField):
        return field.say
    if type(field).to_representation in AS_THEY_ARE:
        return lambda value, answer: value
    return lambda value, answer: None if value is None else field.to_representation(value)


def records_of(value):
    """The records of a relation, of a method or of a list."""
    if isinstance(value, Manager):
        return value.all()
    return value() if callable(value) else value
