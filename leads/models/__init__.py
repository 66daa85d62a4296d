from leads.models.canary import Canary
from leads.models.delivery import Delivery
from leads.models.event import LeadEvent
from leads.models.lead import Lead
from leads.models.learnt_sign import LearntSign

__all__ = ["Canary", "Delivery", "Lead", "LeadEvent", "LearntSign"]
