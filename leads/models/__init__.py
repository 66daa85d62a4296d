from leads.models.canary import Canary
from leads.models.delivery import Delivery
from leads.models.event import LeadEvent
from leads.models.lead import Lead

__all__ = ["Canary", "Delivery", "Lead", "LeadEvent"]
