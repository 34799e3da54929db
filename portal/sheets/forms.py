"""What to take of a list: which sheets, which columns, and as what."""

from django import forms

from portal.sheets.layout import KEY


class ExportForm(forms.Form):
    """The choice of an export. All sheets and columns are on until somebody takes them off."""

    form = forms.ChoiceField(
        label="As",
        choices=[("xlsx", "Workbook (XLSX)"), ("csv", "CSV: one file for each sheet")],
        widget=forms.RadioSelect,
        initial="xlsx",
    )

    def __init__(self, *args, export, **kwargs):
        super().__init__(*args, **kwargs)
        self.top, self.parts = export.top, export.beside
        self.fields["column"] = forms.MultipleChoiceField(
            label=f"Columns of {self.top.title}",
            help_text="What an import knows a row by, such as its id, is always there.",
            choices=[
                (column.name, column.heading)
                for column in self.top.columns
                if column.use == KEY and column.name not in ("slug", "id")
            ],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        if self.parts:
            self.fields["sheet"] = forms.MultipleChoiceField(
                label="Sheets beside it",
                help_text="What its rows have several of, or belong to.",
                choices=[(layout.stem, self.named(layout)) for layout in self.parts],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        for name in self.fields.keys() & {"column", "sheet"}:
            self.fields[name].initial = [value for value, _ in self.fields[name].choices]

    @staticmethod
    def named(layout):
        """A sheet, and what it is for where that is not all that its records say."""
        if layout.owner:
            return layout.title
        return f"{layout.title}: by their version an import sees what has changed since"

    def layouts(self):
        """The sheets that were chosen, with their columns."""
        chosen = self.cleaned_data
        return [
            self.top.only(chosen["column"]),
            *(layout for layout in self.parts if layout.stem in chosen.get("sheet", ())),
        ]

    def ending(self):
        """Of the file: several files of CSV are an archive."""
        if self.cleaned_data["form"] == "xlsx":
            return "xlsx"
        return "zip" if self.cleaned_data.get("sheet") else "csv"
