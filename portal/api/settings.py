"""Settings of the API: Django REST framework, its schema, and who may ask from elsewhere."""

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": [
        "core.api.renderers.JsonRenderer",
        "core.api.renderers.PageRenderer",
    ],
    "DEFAULT_PARSER_CLASSES": [],
    # Nobody logs in: an answer is the same for everyone, and caches may keep it.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "core.api.negotiation.Negotiation",
    "DEFAULT_PAGINATION_CLASS": "core.api.pagination.Pagination",
    "DEFAULT_FILTER_BACKENDS": ["core.api.parameters.FilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.OperationSchema",
    "EXCEPTION_HANDLER": "core.api.errors.as_problem",
    "UNAUTHENTICATED_USER": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Decent Work Solutions API",
    "VERSION": "1.0.0",
    "DESCRIPTION": (
        "The public catalogue of Decent Work Solutions, read only: initiatives, who took them up, "
        "the forums where they were shown, and the sources of every claim. No key is needed. "
        "The guide at `/api/` explains questions, pages and errors with examples.\n\n"
        "Records are known by slugs, countries by ISO 3166 alpha-3 codes, goals by their numbers. "
        "`api_url` is a record's address in this API, `page_url` its page for people, `url` an "
        "address elsewhere on the web. A text that is not known is empty, any other value null. "
        "Dates are as exact as their sources: 2014, 2014-11 or 2014-11-19."
    ),
    "LICENSE": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    # Every copy of the catalogue has a host of its own.
    "SERVERS": [{"url": "/", "description": "The portal that this description comes from."}],
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SORT_OPERATIONS": False,  # in the order of the addresses: what matters most comes first
    "GENERIC_ADDITIONAL_PROPERTIES": None,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.api.schema.tidy",
        "core.api.document.complete",
        "portal.api.document.complete",
        "core.api.deprecation.complete",
        "core.api.components.complete",
    ],
    "ENUM_NAME_OVERRIDES": {
        "InitiativeStatus": "initiatives.models.Initiative.Status",
        "ResourceKind": "initiatives.models.Resource.Kind",
        "OrganizationLinkKind": "initiatives.models.OrganizationLink.Kind",
        "Pillar": "initiatives.models.Theme.Pillar",
        "SynonymLanguage": "initiatives.models.Synonym.Language",
        "SourceType": "initiatives.models.Source.Type",
        "FigureKind": "initiatives.models.FigureBase.Kind",
        "PartnerRoleScheme": "initiatives.models.PartnerRole.Scheme",
        "Uptake": "initiatives.uptake.Uptake",
        "RecordState": "core.models.PublicRecord.State",
        "WithdrawnState": "core.api.errors.WITHDRAWN_STATES",
        "AppearanceRole": "forum.models.Appearance.Role",
    },
}

# What is to be used no more: core.api.deprecation.Deprecated; docs/api.md says how it goes.
API_DEPRECATED = ()

# Web pages anywhere may ask what is made for programs, with GET and without cookies.
CORS_URLS_REGEX = r"^/(?:api/|data/|.+\.(?:atom|bib|csv|geojson|jsonl?|ris|xlsx)$)"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-modified-since", "if-none-match", "if-range", "range"]
CORS_EXPOSE_HEADERS = [
    "Accept-Ranges",
    "Content-Disposition",
    "Content-Range",
    "Deprecation",
    "ETag",
    "Link",
    "Retry-After",
    "Sunset",
]
