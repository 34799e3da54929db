"""The form in which readers propose something, in its three kinds."""

from dataclasses import dataclass

from django import forms

from core.admin.forms import ConstraintErrors, TidyField, TidyLineField
from core.alphabet import Alphabetical
from initiatives.models import Country, Stage
from initiatives.uptake import Uptake, stages_of
from portal.proposals.models import LONGEST_TEXT, Proposal
from portal.proposals.passages import choices_of
from portal.proposals.suspecting import is_outdated, stamp

# Longer than what is taken, so that a browser cuts nothing without a word; and short enough for the
# gateway, which lets 64 kB in: there are two texts, and each sign takes up to nine bytes.
MOST_TYPED = 2_600
TRAPPED = (
    "A field that people do not see was filled in, perhaps by your browser. It is empty again: send"
    " the form once more."
)

OUTDATED = (
    "The form had been open for more than a day. Nothing has been sent yet, and nothing that you"
    " wrote is lost: send it once more."
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
    who: str = ""
    who_hint: str = ""
    kind: str = ""  # how others of its pages name it


WORDS = {
    Proposal.Kind.WRONG: Words(
        heading="Something wrong or missing?",
        lede="Tell the editors what is wrong or missing on the page “{title}”.",
        kind="Something is wrong or missing",
        text="What is wrong or missing?",
        text_hint="Quote what the page says, and tell us what is right.",
        text_missing="Tell us what is wrong or missing.",
        source="Web address of a page or document that shows it",
        source_hint="A source lets us check what you tell us.",
    ),
    Proposal.Kind.WANTED: Words(
        heading="We want this",
        lede="Tell the editors that your country would like to take up “{title}”.",
        kind="Our country wants this",
        country="Which country wants it?",
        text="Who wants it, and what for?",
        text_hint="For example: the labour inspectorate wants to train its inspectors this way.",
        text_missing="Tell us who wants it, and what for.",
        source="Web address of a page or document that says so",
        source_hint="We can show it only if a source that others can read says so.",
    ),
    Proposal.Kind.TAKEN_UP: Words(
        heading="We took this up",
        lede="Tell the editors that your country learnt from “{title}”, adapts it or runs it.",
        kind="We took this up",
        who="Who took it up?",
        who_hint="A ministry, an organization or a city. Its name can become public.",
        country="Which country took it up?",
        text="What did you take up?",
        text_hint="Tell us what was done, where, and what differs from the original.",
        text_missing="Tell us what you took up.",
        source="Web address of a page or document that tells of it",
        source_hint="We can show it only if a source that others can read tells of it.",
    ),
}


ASKED = {  # beside what each kind asks
    Proposal.Kind.WRONG: {"passage", "suggestion"},
    Proposal.Kind.WANTED: {"country"},
    Proposal.Kind.TAKEN_UP: {"country", "who", "stage", "year"},
}
ABOUT_WHOM = 8  # the number of fields on what is proposed; those after them are on who does
LONGEST_THANKS = Proposal._meta.get_field("thanks_as").max_length


class ProposalForm(ConstraintErrors, forms.ModelForm):
    """A proposal about a record. `trap` is for programs that fill in every field."""

    trap = forms.CharField(label="Leave this field empty", required=False, max_length=200)
    wants_thanks = forms.BooleanField(
        label="Thank me by name on the page of thanks, if what I send is of use", required=False
    )
    stamp = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    class Meta:
        model = Proposal
        fields = [
            *("country", "who", "passage", "text", "suggestion", "stage", "year", "source"),
            *("name", "contact", "thanks_as"),
        ]
        field_classes = {
            **dict.fromkeys(["text", "suggestion"], TidyField),
            **dict.fromkeys(["who", "source", "name", "contact", "thanks_as"], TidyLineField),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
            "suggestion": forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
            "year": forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
            **dict.fromkeys(["who", "name", "thanks_as"], forms.TextInput(attrs={"dir": "auto"})),
        }
        labels = {
            "suggestion": "How should it read?",
            "stage": "How far has it come?",
            "year": "Since which year?",
            "name": "Your name or organization",
            "contact": "How we can reach you",
            "thanks_as": "The name as it shall stand there",
        }
        help_texts = {
            "suggestion": "Only if you have a wording in mind.",
            "year": "For example 2019.",
            "thanks_as": "This is the only thing that others will see of you, and only if you tick"
            " the box. We take it away whenever you ask.",
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
            "suggestion": {
                "max_length": "Use %(limit_value)d characters or fewer. You have %(show_value)d."
            },
            "who": {"required": "Tell us who took it up."},
            "stage": {"invalid_choice": "Choose how far it has come from the list."},
            "year": dict.fromkeys(
                ["invalid", "min_value", "max_value"], "Give a year, such as 2019."
            ),
            "source": {
                "required": "Give the address of a page or document.",
                "invalid": "Give a web address, such as https://www.example.org/report.",
            },
        }

    def __init__(self, data=None, *, about, passage=""):
        """about: an unsaved Proposal that knows its kind and record; passage: which part of it."""
        kind, initial = about.record_kind, {"stamp": stamp(about.record_kind, about.record_id)}
        super().__init__(data, instance=about, label_suffix="", initial=initial)
        self.words = words = WORDS[about.kind]
        fields = self.fields
        if about.kind == Proposal.Kind.WRONG:
            fields["passage"] = forms.ChoiceField(
                label="Which part of the page is it about?",
                choices=choices_of(kind),
                required=False,
                initial=passage,
                error_messages={"invalid_choice": "Choose a part of the page from the list."},
            )
            fields["suggestion"].widget.attrs["maxlength"] = MOST_TYPED
        self.leave_out(about.kind)
        if words.country:
            fields["country"] = forms.ModelChoiceField(
                Country.objects.order_by(Alphabetical("name")),
                label=words.country,
                empty_label="Choose a country",
                error_messages=self.Meta.error_messages["country"],
            )
        if words.who:
            fields["who"].label, fields["who"].help_text = words.who, words.who_hint
            fields["stage"].queryset = Stage.objects.exclude(slug__in=stages_of(Uptake.WANTED))
            fields["stage"].empty_label = "Not sure"
        text, source = fields["text"], fields["source"]
        text.label, source.label = words.text, words.source
        text.help_text = f"{words.text_hint} Up to {LONGEST_TEXT:,} characters."
        text.error_messages["required"] = words.text_missing
        text.widget.attrs["maxlength"] = MOST_TYPED
        source.help_text = words.source_hint
        source.required = about.kind == Proposal.Kind.TAKEN_UP
        source.widget.attrs["inputmode"] = "url"
        fields["trap"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    def leave_out(self, kind):
        """Leave out what a proposal of this kind does not say."""
        for name in {name for names in ASKED.values() for name in names} - ASKED[kind]:
            del self.fields[name]

    @property
    def asked(self):
        """The fields on what is proposed, in their order."""
        return [self[name] for name in self.Meta.fields[:ABOUT_WHOM] if name in self.fields]

    def clean_source(self):
        """An address as people write it, www.example.org, is one too."""
        address = self.cleaned_data["source"]
        return address if "://" in address or not address else f"https://{address}"

    def clean(self):
        if self.cleaned_data.get("trap"):
            self.data = self.data.copy()
            self.data["trap"] = ""
            self.add_error(None, TRAPPED)
        if is_outdated(self.cleaned_data.get("stamp", "")):
            self.data = self.data.copy()
            self.data["stamp"] = self.initial["stamp"]
            self.add_error(None, OUTDATED)
        said = super().clean() or self.cleaned_data
        if not said.get("wants_thanks"):
            said["thanks_as"] = ""
        elif not said.get("thanks_as") and "thanks_as" not in self.errors:
            said["thanks_as"] = said.get("name", "")[:LONGEST_THANKS]
            if not said["thanks_as"]:
                self.add_error("thanks_as", "Give the name by which we shall thank you.")
        return said
