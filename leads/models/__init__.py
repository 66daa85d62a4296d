from leads.models.delivery import Delivery
from leads.models.event import LeadEvent
from leads.models.lead import Lead

__all__ = ["Delivery", "Lead", "LeadEvent"]
