"""What operators see of a portal: request ids, its log, slow questions to the database, metrics.

Nothing here knows a reader: no address, no name of a browser, and of an address only its path.
"""
