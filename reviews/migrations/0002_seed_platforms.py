from django.db import migrations

PLATFORMS = [
    ("Google", "Review on Google", "https://www.google.com/maps", "google"),
    ("Trustpilot", "Review on Trustpilot", "https://www.trustpilot.com/", "trustpilot"),
]


def seed(apps, schema_editor):
    """Hidden until the owner has put in the company's own address."""
    for position, (platform, label, address, icon) in enumerate(PLATFORMS):
        apps.get_model("reviews", "ReviewLink").objects.get_or_create(
            platform=platform,
            defaults={
                "label": label,
                "address": address,
                "icon": icon,
                "position": position,
                "is_shown": False,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_first")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
