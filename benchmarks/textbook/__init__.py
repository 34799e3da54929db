"""A peer: the same search page as the books on Django teach it, over the same database.

Faceted search by GROUP BY, full text by a stored vector with a GIN index, pages by Paginator.
Knows nothing of the portal but its tables.
"""
