from django.db import models

from blog.renditions import FORMATS


class Rendition(models.Model):
    picture = models.ForeignKey("blog.Picture", on_delete=models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=4, choices=[(kind, kind) for kind in FORMATS])
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")
    size = models.PositiveIntegerField(help_text="bytes")
    file = models.FileField(upload_to="pictures/", max_length=200)

    class Meta:
        ordering = ["format", "width"]
        constraints = [
            models.UniqueConstraint(fields=["picture", "format", "width"], name="blog_one_rendition_a_size")
        ]

    def __str__(self) -> str:
        return f"{self.picture} {self.format} {self.width}"
