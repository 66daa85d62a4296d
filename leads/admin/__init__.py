from leads.admin import delivery, lead, webhook

__all__ = ["delivery", "lead", "webhook"]
