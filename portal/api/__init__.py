"""What all of the API shares: errors, paging, parameters, the look in a browser. Knows no app.

`portal/api/urls.py` alone brings together what the apps offer in their `api` packages.
"""
