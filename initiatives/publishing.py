"""The rules of publishing for initiatives."""

from core.publishing import Problem, hidden, problems, warnings
from initiatives.models import Initiative


@problems.register
def _(initiative: Initiative):
    found = [
        Problem(f"It has no {name}.", name)
        for name in ("title", "summary", "approach")
        if not getattr(initiative, name).strip()
    ]
    if not initiative.theme_links.exists():
        found.append(Problem("It has no theme."))
    return found + problems.dispatch(object)(initiative)


@warnings.register
def _(initiative: Initiative):
    found = []
    if not initiative.involvements.exists():
        found.append("It names no country, so no country's page lists it.")
    partnerships = initiative.partnerships.select_related("organization")
    partners = {partnership.organization for partnership in partnerships}
    return found + hidden(partners) + hidden(initiative.resources.all())
