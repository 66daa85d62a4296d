from leads.admin import delivery, lead, stage

__all__ = ["delivery", "lead", "stage"]
