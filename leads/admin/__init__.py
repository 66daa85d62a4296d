from leads.admin import delivery, lead, stage, webhook

__all__ = ["delivery", "lead", "stage", "webhook"]
