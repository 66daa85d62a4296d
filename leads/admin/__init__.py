from leads.admin import delivery, lead, report

__all__ = ["delivery", "lead", "report"]
