from leads.admin import assignment_rule, delivery, lead, learnt_sign, personal_data, report, stage, webhook

__all__ = [
    "assignment_rule",
    "delivery",
    "lead",
    "learnt_sign",
    "personal_data",
    "report",
    "stage",
    "webhook",
]
