"""What to take of a list: which sheets, which columns, and as what."""

from django import forms

from portal.sheets.layout import KEY
from portal.sheets.lines import sheets_of


class ExportForm(forms.Form):
    """The choice of an export. All sheets and columns are on until somebody takes them off."""

    form = forms.ChoiceField(
        label="As",
        choices=[("xlsx", "Workbook (XLSX)"), ("csv", "CSV: one file for each sheet")],
        widget=forms.RadioSelect,
        initial="xlsx",
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.top, *self.parts = sheets_of(kind)
        self.fields["column"] = forms.MultipleChoiceField(
            label=f"Columns of {self.top.title}",
            help_text="Short name, id and version are always there: by them an import knows a row.",
            choices=[
                (column.name, column.heading)
                for column in self.top.columns
                if column.use == KEY and column.name not in ("slug", "id")
            ],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.fields["sheet"] = forms.MultipleChoiceField(
            label="Sheets beside it",
            help_text="What records have several of.",
            choices=[(layout.stem, layout.title) for layout in self.parts],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        for name in ("column", "sheet"):
            self.fields[name].initial = [value for value, _ in self.fields[name].choices]

    def layouts(self):
        """The sheets that were chosen, with their columns."""
        chosen = self.cleaned_data
        return [
            self.top.only(chosen["column"]),
            *(layout for layout in self.parts if layout.stem in chosen["sheet"]),
        ]

    def ending(self):
        """Of the file: several files of CSV are an archive."""
        if self.cleaned_data["form"] == "xlsx":
            return "xlsx"
        return "zip" if self.cleaned_data["sheet"] else "csv"
