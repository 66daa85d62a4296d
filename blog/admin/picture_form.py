from typing import Any

from django import forms
from django.utils import timezone

from blog.models import Picture

WORDS = ["alt", "caption", "credit", "licence"]
MOVING = (
    "This file is an animation. Its first picture was kept, and it stands still: readers could not stop the movement. "
    "If another moment says more, save that one as a PNG and upload it."
)


class PictureForm(forms.ModelForm):
    class Meta:
        model = Picture
        fields = ["name", "alt", "caption", "credit", "licence", "focal_x", "focal_y"]
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 2}),
        }


class PictureFileField(forms.FileField):
    """What a file is, is found out by decoding it; `accept` is only help for choosing."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Picture", help_text="JPEG, PNG, WebP, AVIF or GIF of at most 20 MB.", **kwargs
        )


class UploadForm(forms.ModelForm):
    """Goes through `Picture.receive`, which may refuse, or answer that the picture is there already."""

    file = PictureFileField()
    by: Any = None  # who uploads; the admin sets it on a subclass for each request

    class Meta:
        model = Picture
        fields = WORDS
        widgets = PictureForm.Meta.widgets

    def _post_clean(self):
        """Instead of filling an instance: the last step, when all fields are good."""
        if self.errors:
            return
        words = {name: self.cleaned_data[name] for name in WORDS}
        try:
            self.instance = Picture.receive(self.cleaned_data["file"], at=timezone.now(), by=self.by, **words)
        except Picture.Refused as error:
            self.add_error("file", str(error))

    def save(self, commit=True):
        return self.instance

    def save_m2m(self):
        """Nothing: `receive` did all."""


class ReplaceForm(forms.Form):
    """Goes through `Picture.replace`, which may refuse."""

    file = PictureFileField()

    def replace(self, picture: Picture) -> bool:
        """Answers whether it was done; the refusal stands beside the field otherwise."""
        if not self.is_valid():
            return False
        try:
            picture.replace(self.cleaned_data["file"])
        except Picture.Refused as error:
            self.add_error("file", str(error))
        return not self.errors
