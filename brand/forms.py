from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from brand import logo, page_body
from brand.business_hours import NotHours, read, written
from brand.colours import NEAR_BLACK, READABLE, WHITE, contrast
from brand.models import BusinessHours, Company, Page
from brand.models.business_hours import DAYS
from brand.models.company import colour as validate_colour
from config.rich_text import RichTextField
from config.stored_file import AWAY, Away

COLOUR = forms.TextInput(attrs={"type": "color", "class": "colour-field"})


class CompanyForm(forms.ModelForm):
    class Meta:
        model = Company
        fields = ["logo", "accent", "accent_dark"]  # the admin adds the rest
        widgets = {"accent": COLOUR, "accent_dark": COLOUR}

    def clean_logo(self) -> Any:
        upload = self.cleaned_data["logo"]
        if not isinstance(upload, UploadedFile):
            return upload
        try:
            return logo.receive(upload.read(logo.MAX_BYTES + 1))
        except logo.Refused as error:
            raise forms.ValidationError(str(error)) from error

    def _post_clean(self) -> None:
        """The logo is stored as the last step, as long as the form can say that it could not be."""
        super()._post_clean()  # type: ignore[misc]  # the stubs leave it out
        stored = self.instance.logo
        if self.errors or not stored or stored._committed:
            return
        try:
            stored.save(stored.name, stored.file, save=False)
        except Away:
            self.add_error("logo", AWAY)

    def clean_accent(self) -> str:
        return _readable(self.cleaned_data["accent"], WHITE, "white", "darker")

    def clean_accent_dark(self) -> str:
        return _readable(self.cleaned_data["accent_dark"], NEAR_BLACK, "near-black", "lighter")


def _readable(colour: str, ground: str, words: str, cure: str) -> str:
    validate_colour(colour)  # the model's own validators come too late
    found = contrast(colour, ground)
    if found < READABLE:
        raise forms.ValidationError(
            f"Words in this colour are hard to read on {words}: the contrast is {found:.1f} to 1, "
            f"and must be at least {READABLE} to 1. Choose a {cure} one."
        )
    return colour


class HoursField(forms.CharField):
    """Hours in one spelling, however they were typed."""

    def clean(self, value: Any) -> str:
        try:
            return written(read(super().clean(value)))
        except NotHours as error:
            raise forms.ValidationError(str(error)) from error


class BusinessHoursForm(forms.ModelForm):
    class Meta:
        model = BusinessHours
        fields = [*DAYS, "time_zone"]
        field_classes = dict.fromkeys(DAYS, HoursField)
        widgets = {
            day: forms.TextInput({"placeholder": "closed", "autocomplete": "off", "class": "hours-field"})
            for day in DAYS
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not any(given.get(day) for day in DAYS):
            self.add_error(
                "monday", "Write the hours of one day at least: nobody would ever be answered in time."
            )
        return given


class PageForm(forms.ModelForm):
    body = RichTextField(label="Text", required=False, extensions=page_body.EXTENSIONS, clean=page_body.clean)

    class Meta:
        model = Page
        fields = ["title", "body", "slug", "is_in_footer", "position"]
