"""The form in which readers propose something, in its three kinds."""

from dataclasses import dataclass

from django import forms

from core.admin.forms import ConstraintErrors, TidyField, TidyLineField
from core.alphabet import Alphabetical
from initiatives.models import Country
from portal.proposals.models import LONGEST_TEXT, Proposal

# Longer than what is taken, so that a browser cuts nothing without a word; and short enough for the
# gateway, which lets 64 kB in: a sign takes twelve bytes at most.
MOST_TYPED = 2 * LONGEST_TEXT
TRAPPED = (
    "A field that people do not see was filled in, perhaps by your browser. It is empty again: send"
    " the form once more."
)


@dataclass(frozen=True)
class Words:
    """What the form of one kind says. `{title}` in the lede becomes that of the record."""

    heading: str
    lede: str
    text: str
    text_hint: str
    text_missing: str
    source: str
    source_hint: str
    country: str = ""


WORDS = {
    Proposal.Kind.WRONG: Words(
        heading="Is something wrong on this page?",
        lede="Tell the editors what is wrong on the page “{title}”.",
        text="What is wrong?",
        text_hint="Quote what the page says, and tell us what is right.",
        text_missing="Tell us what is wrong.",
        source="Web address of a page or document that shows it",
        source_hint="A source lets us check what you tell us.",
    ),
    Proposal.Kind.WANTED: Words(
        heading="We want this",
        lede="Tell the editors that your country would like to take up “{title}”.",
        country="Which country wants it?",
        text="Who wants it, and what for?",
        text_hint="For example: the labour inspectorate wants to train its inspectors this way.",
        text_missing="Tell us who wants it, and what for.",
        source="Web address of a page or document that says so",
        source_hint="We can show it only if a source that others can read says so.",
    ),
    Proposal.Kind.TAKEN_UP: Words(
        heading="We took this up",
        lede="Tell the editors that your country adapts “{title}”, or runs it.",
        country="Which country took it up?",
        text="What did you take up, and since when?",
        text_hint="Tell us who runs it, and how far it has come.",
        text_missing="Tell us what you took up, and since when.",
        source="Web address of a page or document that tells of it",
        source_hint="We can show it only if a source that others can read tells of it.",
    ),
}


class ProposalForm(ConstraintErrors, forms.ModelForm):
    """A proposal about a record. `trap` is for programs that fill in every field."""

    trap = forms.CharField(label="Leave this field empty", required=False, max_length=200)

    class Meta:
        model = Proposal
        fields = ["country", "text", "source", "name", "contact"]
        field_classes = {
            "text": TidyField,
            "source": TidyLineField,
            "name": TidyLineField,
            "contact": TidyLineField,
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
            "name": forms.TextInput(attrs={"dir": "auto"}),
        }
        labels = {"name": "Your name or organization", "contact": "How we can reach you"}
        help_texts = {
            "name": "",  # those of the model are for curators
            "contact": "An email address or a telephone number. We use it only to ask you about"
            " what you sent.",
        }
        error_messages = {
            "text": {
                "max_length": "Use %(limit_value)d characters or fewer. You have %(show_value)d."
            },
            "country": {
                "required": "Choose a country.",
                "invalid_choice": "Choose a country from the list.",
            },
            "source": {
                "required": "Give the address of a page or document.",
                "invalid": "Give a web address, such as https://www.example.org/report.",
            },
        }

    def __init__(self, data=None, *, about):
        """about: an unsaved Proposal that knows its kind and record."""
        super().__init__(data, instance=about, label_suffix="")
        self.words = words = WORDS[about.kind]
        fields = self.fields
        if words.country:
            fields["country"] = forms.ModelChoiceField(
                Country.objects.order_by(Alphabetical("name")),
                label=words.country,
                empty_label="Choose a country",
                error_messages=self.Meta.error_messages["country"],
            )
        else:
            del fields["country"]
        text, source = fields["text"], fields["source"]
        text.label, source.label = words.text, words.source
        text.help_text = f"{words.text_hint} Up to {LONGEST_TEXT:,} characters."
        text.error_messages["required"] = words.text_missing
        text.widget.attrs["maxlength"] = MOST_TYPED
        source.help_text = words.source_hint
        source.required = about.kind == Proposal.Kind.TAKEN_UP
        source.widget.attrs["inputmode"] = "url"
        fields["trap"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    def clean_source(self):
        """An address as people write it, www.example.org, is one too."""
        address = self.cleaned_data["source"]
        return address if "://" in address or not address else f"https://{address}"

    def clean(self):
        if self.cleaned_data.get("trap"):
            self.data = self.data.copy()
            self.data["trap"] = ""
            self.add_error(None, TRAPPED)
        return super().clean()
