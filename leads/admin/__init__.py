from leads.admin import delivery, lead, personal_data, report, stage, webhook

__all__ = ["delivery", "lead", "personal_data", "report", "stage", "webhook"]
