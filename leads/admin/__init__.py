from leads.admin import delivery, lead, personal_data, report

__all__ = ["delivery", "lead", "personal_data", "report"]
