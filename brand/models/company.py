"""The company's own words and looks: one row, edited in the admin, shown on every page."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from brand.promise import Promise, promise

colour = RegexValidator(
    r"^#[0-9a-fA-F]{6}$", "Write the colour as # and six hexadecimal digits, such as #c2410c."
)


class Company(models.Model):
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)

    name = models.CharField(max_length=80, default="Your company")
    tagline = models.CharField(
        max_length=160, blank=True, help_text="A few words beside the name on the home page."
    )
    description = models.TextField(
        max_length=500, blank=True, help_text="One or two sentences; search engines show them."
    )
    logo = models.FileField(
        upload_to="brand/", blank=True, help_text="A square PNG, WebP or JPEG of at least 128 pixels."
    )
    accent = models.CharField(
        "accent colour",
        max_length=7,
        default="#b8431f",
        validators=[colour],
        help_text="Buttons and links. It must be readable on white: at least 4.5 to 1.",
    )
    accent_dark = models.CharField(
        "accent colour in dark mode",
        max_length=7,
        default="#f2a488",
        validators=[colour],
        help_text="It must be readable on near-black: at least 4.5 to 1.",
    )

    email = models.EmailField("contact e-mail", blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(max_length=400, blank=True)
    legal_line = models.CharField(
        max_length=200, blank=True, help_text="The small print at the foot of every page."
    )

    home_title = models.CharField(max_length=120, default="Plain answers about the web")
    home_text = models.TextField(max_length=600, blank=True)
    blog_title = models.CharField(max_length=120, default="Blog")
    blog_text = models.TextField(max_length=600, blank=True)
    back_to_blog = models.CharField("link back to the blog", max_length=40, default="Back to Blog")

    talk_label = models.CharField("call to action", max_length=60, default="Talk to Our Experts")
    talk_text = models.TextField(
        "sentence at the call to action",
        max_length=300,
        default="Tell us what you are working on. A person who does this for a living will answer.",
    )
    thanks_title = models.CharField(max_length=120, default="Thank you. Your message has arrived.")
    thanks_text = models.TextField(max_length=500, default="We have sent you a confirmation by e-mail.")
    consent_text = models.TextField(
        max_length=500,
        default="Send me occasional news about web projects by e-mail. I can stop it at any time.",
        help_text="The words of the marketing box. Each lead keeps the exact text that was shown.",
    )

    promise_is_shown = models.BooleanField(
        "promise an answer in time",
        default=False,
        help_text="Beside the form, with the share really kept in the last 90 days; only while the next "
        "two are met and there were 20 enquiries.",
    )
    promise_minutes = models.PositiveSmallIntegerField(
        "answered within (minutes)",
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(6000)],
        help_text="Of working time, as the business hours say: 60 is one working hour.",
    )
    promise_from = models.PositiveSmallIntegerField(
        "shown when kept in (%)",
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Kept more seldom, it is not shown.",
    )

    reviews_title = models.CharField(max_length=120, default="Enjoyed reading? Leave us a review")
    reviews_text = models.TextField(
        max_length=300, default="A few honest words help other people decide whether we are right for them."
    )
    related_title = models.CharField(max_length=120, default="Related articles")
    read_label = models.CharField("link on a card", max_length=40, default="Read")

    band_title = models.CharField(
        "closing band: title", max_length=120, default="Let’s Build Your Next Project"
    )
    band_text = models.TextField("closing band: sentence", max_length=300, blank=True)
    band_button = models.CharField("closing band: button", max_length=60, default="Start a conversation")

    class Meta:
        verbose_name = verbose_name_plural = "company"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="brand_one_company"),
            models.CheckConstraint(
                condition=models.Q(promise_minutes__gte=1, promise_from__gte=1, promise_from__lte=100),
                name="brand_promise_can_be_kept",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def promise(self) -> Promise | None:
        """What pages say beside the form, mostly nothing. Asks no database: `measured` comes with the row
        (brand/context.py)."""
        if not self.promise_is_shown:
            return None
        measured = vars(self).get("measured")
        return promise(self.promise_minutes, least_share=self.promise_from, measured=measured)

    @classmethod
    def current(cls) -> "Company":
        """The company's row, or its defaults while nothing was saved. One query."""
        return cls.objects.filter(pk=1).first() or cls()
