"""Buttons beside Save."""

from dataclasses import dataclass, field

from core.models.publication import PublicationState


@dataclass(frozen=True)
class Button:
    """One button of a form, as unfold shows it.

    action_name: what the form sends when it is pressed; icon: of Material Symbols; state: which the
    form is saved with, if the button says one; attrs: of the element.
    """

    action_name: str
    description: str
    icon: str
    state: PublicationState | None = None
    attrs: dict = field(default_factory=dict)
