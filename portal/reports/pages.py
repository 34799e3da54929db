"""Reports at the desk: the page, the same for paper, and each table as CSV."""

import csv

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.downloads.csv_file import BYTE_ORDER_MARK, cell
from portal.reports.ageing import ageing
from portal.reports.charts import drawn
from portal.reports.coverage import coverage
from portal.reports.evidence import evidence
from portal.reports.growth import growth
from portal.reports.period import PeriodForm
from portal.reports.reading import reading
from portal.reports.work import work

PARTS = (growth, coverage, evidence, ageing, reading, work)
SECTIONS = {part.__name__: part for part in PARTS}


@require_safe
def reports(request):
    """The page of the desk: a period is chosen, and everything is told."""
    context = admin.site.each_context(request) | told(request) | {"title": "Reports"}
    return TemplateResponse(request, "admin/reports.html", context)


@require_safe
def reports_on_paper(request):
    """The same as one document that a browser prints, or saves as a PDF."""
    context = told(request) | {
        "site": settings.SITE_NAME,
        "publisher": settings.PUBLISHER_NAME,
        "address": settings.SITE_URL,
    }
    return TemplateResponse(request, "admin/reports_on_paper.html", context)


@require_safe
def report_table(request, section, table):
    """One table as CSV, which spreadsheets open as it is, and run nothing of."""
    make = SECTIONS.get(section)
    form = PeriodForm(request.GET)
    period = form.chosen
    tables = {one.name: one for one in make(period).tables} if make and period else {}
    if table not in tables:
        raise Http404("There is no such table.")
    found = tables[table]
    name = f"{settings.SITE_NAME}-{section}-{table}".lower().replace(" ", "-")
    name = f"{name}-{period.first}-{period.last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    answer = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(answer)
    writer.writerows([map(cell, row) for row in (found.columns, *found.rows)])
    return answer


def told(request):
    """What the page says, whatever it looks like."""
    form = PeriodForm(request.GET)
    period = form.chosen
    sections = [make(period) for make in SECTIONS.values()] if period else []
    return {
        "form": form,
        "period": period,
        "today": timezone.localdate(),
        "sections": [
            (section, [(table, drawn(table)) for table in section.tables]) for section in sections
        ],
    }
