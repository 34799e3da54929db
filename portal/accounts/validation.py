"""What a password may be, besides what Django's own validators say."""

from django.core.exceptions import ValidationError


class MaximumLengthValidator:
    """Refuse what is longer than anybody types: hashing it would cost us more than it is worth."""

    def __init__(self, max_length=128):
        self.max_length = max_length

    def validate(self, password, user=None):
        if len(password) > self.max_length:
            text = (
                f"This password is too long. It has {len(password):,} characters, and may have"
                f" {self.max_length} at most."
            )
            raise ValidationError(text, code="password_too_long")

    def get_help_text(self):
        return f"Your password can have up to {self.max_length} characters, blanks among them."
