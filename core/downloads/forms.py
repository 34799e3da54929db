"""The forms in which something can be taken away: how they are called, and what each is for."""

from typing import NamedTuple

from core.downloads import geojson, json_lines


class Form(NamedTuple):
    """A form: the ending of its addresses, its media type, its name, and what it is for."""

    ending: str
    media_type: str
    name: str
    says: str

    @property
    def format(self):
        """The ending, as what chooses between forms calls it."""
        return self.ending

    @property
    def content_type(self):
        """The same with the character set, where the type does not settle it."""
        is_text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if is_text else self.media_type


FORMS = {
    form.ending: form
    for form in (
        Form(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "Excel",
            "a workbook, with everything and its sources",
        ),
        Form("csv", "text/csv", "CSV", "one table, for any spreadsheet or statistics program"),
        Form("json", "application/json", "JSON", "every detail, as in the API"),
        Form("jsonl", json_lines.MEDIA_TYPE, "JSON Lines", "the same, one record on each line"),
        Form("geojson", geojson.MEDIA_TYPE, "GeoJSON", "for maps"),
    )
}
TABLES = ("xlsx", "csv")
