"""What version 1 of the API promises: two descriptions of it compared, and what changes told.

There are tools for that in other languages; of those that can be had here, none reads OpenAPI 3.1.
"""
