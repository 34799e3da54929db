"""Queries that are asked for every answer, with another value each time."""

from functools import cached_property


class CompiledQuery:
    """A queryset of one value that is made into SQL once; Django takes a millisecond each time.

    make: gives a queryset of values for a value of the type of `example`, which occurs nowhere else
    in the query.
    """

    def __init__(self, make, example=-1):
        self.make, self.example = make, example

    @cached_property
    def _queryset(self):
        return self.make(self.example)

    @property
    def model(self):
        """The model that is asked."""
        return self._queryset.model

    @cached_property
    def _compiled(self):
        return self._queryset.query.sql_with_params()

    def sql(self, value):
        """The SQL for a value, and its parameters."""
        sql, parameters = self._compiled
        return sql, [value if parameter == self.example else parameter for parameter in parameters]
