from typing import Any

from django import forms
from django.utils import timezone

from blog.models import Picture


class PictureForm(forms.ModelForm):
    class Meta:
        model = Picture
        fields = ["name", "alt", "caption", "credit", "focal_x", "focal_y"]
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 2}),
        }


class UploadForm(forms.ModelForm):
    """Goes through `Picture.receive`, which may refuse, or answer that the picture is there already."""

    file = forms.FileField(
        label="Picture",
        help_text="JPEG, PNG, WebP, AVIF or GIF of at most 20 MB.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"}),
    )
    by: Any = None  # who uploads; the admin sets it on a subclass for each request
    was_there = False

    class Meta:
        model = Picture
        fields = ["alt", "caption", "credit"]
        widgets = PictureForm.Meta.widgets

    def _post_clean(self):
        """Instead of filling an instance: the last step, when all fields are good."""
        if self.errors:
            return
        now = timezone.now()
        data = self.cleaned_data
        try:
            self.instance = Picture.receive(
                data["file"],
                at=now,
                by=self.by,
                alt=data["alt"],
                caption=data["caption"],
                credit=data["credit"],
            )
        except Picture.Refused as error:
            self.add_error("file", str(error))
            return
        self.was_there = self.instance.uploaded_at != now

    def save(self, commit=True):
        return self.instance

    def save_m2m(self):
        """Nothing: `receive` did all."""
