from leads.admin import delivery, lead, learnt_sign, personal_data, report, stage, webhook

__all__ = ["delivery", "lead", "learnt_sign", "personal_data", "report", "stage", "webhook"]
