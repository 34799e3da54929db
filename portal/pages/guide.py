"""How to use the data, for people: the guide of the API, and recipes that run as they stand."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from core.api.fields import absolute, root_of

FOLDER = settings.BASE_DIR / "docs" / "recipes"
PORTAL = "https://solutions.example.org"  # stands in the files for the address of this portal
LANGUAGES = {  # by the ending of a file: what reads it, and how
    "formula": (
        "Google Sheets",
        "Put this formula into the first cell of an empty sheet. While the "
        "sheet is open, Google reads the address again every hour.",
    ),
    "m": (
        "Excel",
        "On Windows, choose Data, then From Web, paste the address of the CSV and choose "
        "Load. Data, Refresh All reads it again. The same as a query, for the Advanced Editor:",
    ),
    "sh": ("curl", "Run it in a terminal of Linux or macOS: sh {name}"),
    "py": ("Python", "Needs Python 3.9 or newer and no other package. Run it: python3 {name}"),
    "R": ("R", "Needs R and no other package. Run it: Rscript {name}"),
}


@dataclass(frozen=True)
class Script:
    """A file of a recipe, as it is shown, downloaded and run."""

    name: str

    @property
    def anchor(self):
        """Names its part of the page."""
        return slugify(self.language)

    @property
    def language(self):
        return LANGUAGES[self.ending][0]

    @property
    def how_to_run(self):
        return LANGUAGES[self.ending][1].format(name=self.name)

    @property
    def ending(self):
        return self.name.rpartition(".")[2]

    def text(self, root):
        """What it says. root: scheme and host of this portal, which it asks."""
        return (FOLDER / self.name).read_text(encoding="utf-8").replace(PORTAL, root)


@dataclass(frozen=True)
class Recipe:
    """Something that people do with the data: title, what comes of it, and how programs do it."""

    name: str
    title: str
    gives: str
    scripts: tuple = ()

    @property
    def template(self):
        return f"portal/recipes/{self.name}.html"

    def get_absolute_url(self):
        return reverse("api:recipe", args=[self.name])


RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "spreadsheet",
            "Open a list in a spreadsheet",
            "What you see on a page, in Excel, Google Sheets or LibreOffice, once or kept up to "
            "date.",
            (Script("uptake.formula"), Script("uptake.m")),
        ),
        Recipe(
            "uptake",
            "Who took up what from whom",
            "Every replication since 2010 as a table, with the source of each.",
            (Script("uptake.sh"), Script("uptake.py"), Script("uptake.R")),
        ),
        Recipe(
            "counts",
            "Count initiatives by country and theme",
            "A small table of counts, ready for a chart.",
            (Script("counts.sh"), Script("counts.py"), Script("counts.R")),
        ),
        Recipe(
            "copy",
            "Keep an exact copy",
            "All records, brought up to date as often as you like, and compared with ours.",
            (Script("keep_copy.py"), Script("latest.sh")),
        ),
        Recipe(
            "citation",
            "Cite a record",
            "A citation for an article, or a file for a reference manager.",
            (Script("citation.sh"),),
        ),
    )
}
SCRIPTS = {script.name: script for recipe in RECIPES.values() for script in recipe.scripts}


@require_safe
def guide(request):
    """How to use the API."""
    context = {
        "root": absolute(request, "api:root"),
        "recipes": RECIPES.values(),
        "deprecated": settings.API_DEPRECATED,
    }
    return render(request, "portal/api_guide.html", context)


@require_safe
def recipes(request):
    """The list of recipes, which is a part of the guide."""
    return redirect(f"{reverse('api:guide')}#recipes")


@require_safe
def recipe(request, name):
    """How to do one thing."""
    if name not in RECIPES:
        raise Http404("There is no such recipe.")
    one, root = RECIPES[name], root_of(request)
    context = {
        "recipe": one,
        "root": root,
        "scripts": [(script, script.text(root)) for script in one.scripts],
    }
    return render(request, one.template, context)


@require_safe
def script(request, name):
    """A file of a recipe, as plain text."""
    if name not in SCRIPTS:
        raise Http404("There is no such file.")
    text = SCRIPTS[name].text(root_of(request))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
