from leads.admin import delivery, lead, learnt_sign

__all__ = ["delivery", "lead", "learnt_sign"]
