"""Search: what a facet is, what an answer is. Knows no app; the apps declare their facets."""

from core.search.facets import Facet, FacetValue
from core.search.results import Results

__all__ = ["Facet", "FacetValue", "Results"]
