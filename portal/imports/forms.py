"""What somebody who imports chooses: files, and how what they hold is to arrive."""

from django import forms
from django.conf import settings

from core.models.reviews import LONGEST_WORD
from core.text import tidied
from portal.imports.models import Import

MOST_FILES = 20
KINDS_OF_FILES = (".xlsx", ".xlsm", ".csv", ".json", ".zip")
LEAVE, EMPTY = "leave", "empty"
DRAFTS, PUBLISH = "drafts", "publish"
LONGEST_NAME = 100
TOO_LARGE = "These files have {} MB together; at most {} MB are imported at once."
WRONG_KIND = "“{}” is no file that can be imported: choose workbooks (.xlsx), .csv, .json or .zip."


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; whatever the browser calls them, what they hold is looked at later."""

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in files] or [None]


class UploadForm(forms.Form):
    """The form of the page Import."""

    files = FilesField(
        widget=FilesInput(attrs={"accept": ",".join(KINDS_OF_FILES)}), allow_empty_file=False
    )
    empty = forms.ChoiceField(
        label="An empty cell",
        choices=[
            (LEAVE, "leaves what the record says"),
            (EMPTY, "empties what the record says"),
        ],
        initial=LEAVE,
        widget=forms.RadioSelect,
    )
    arrival = forms.ChoiceField(
        label="It arrives",
        choices=[
            (DRAFTS, "as drafts, and as drafts of changes to what readers see"),
            (PUBLISH, "published, as far as the checks let it"),
        ],
        initial=DRAFTS,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why, for the history",
        required=False,
        max_length=LONGEST_WORD,
        widget=forms.TextInput,
    )

    def __init__(self, *args, is_editor, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_editor:
            self.fields["arrival"].choices = self.fields["arrival"].choices[:1]

    def clean_files(self):
        files = self.cleaned_data["files"]
        megabytes = sum(one.size for one in files) / 1_000_000
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"Choose at most {MOST_FILES} files.")
        if megabytes > settings.IMPORT_MB:
            text = TOO_LARGE.format(f"{megabytes:,.1f}", settings.IMPORT_MB)
            raise forms.ValidationError(text)
        for one in files:
            if not one.name.lower().endswith(KINDS_OF_FILES):
                raise forms.ValidationError(WRONG_KIND.format(one.name))
        return files

    def clean_reason(self):
        return tidied(self.cleaned_data["reason"], is_line=True).strip()

    def made(self, user):
        """The import that was asked for, with its files."""
        said = self.cleaned_data
        names = [tidied(one.name, is_line=True)[-LONGEST_NAME:] for one in said["files"]]
        job = Import(
            user=user,
            name=", ".join(names)[:200],
            reason=said["reason"],
            empties=said["empty"] == EMPTY,
            publishes=said["arrival"] == PUBLISH,
        )
        job.save()
        for name, one in zip(names, said["files"], strict=True):
            job.files.create(name=name, content=one.read())
        Import.objects.worn_out(user).throw_away()
        return job
