from leads.admin import delivery, lead

__all__ = ["delivery", "lead"]
