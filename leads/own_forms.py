"""The two small forms on the visitor's own page."""

from django import forms

from leads import fields


class AdditionForm(forms.Form):
    text = fields.Lines(
        max_length=5000,
        label="Add something",
        widget=forms.Textarea({"rows": 4}),
        error_messages={
            "required": "Write what you would like to add.",
            "max_length": "Please shorten it to 5,000 characters: it has %(show_value)d.",
        },
    )


class CorrectionForm(forms.Form):
    email = fields.WorkEmail(
        max_length=254,
        label="Correct the e-mail address",
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        help_text="We write to the new address first and use it once you have confirmed it there.",
        error_messages={
            "required": "Give us the address that we should answer to.",
            "max_length": "An e-mail address has at most 254 characters.",
        },
    )

    def __init__(self, *args: object, present: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.present = present

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email == self.present:
            raise forms.ValidationError("This is the address that we have already.")
        return email
