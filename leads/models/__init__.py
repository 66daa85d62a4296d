from leads.models.canary import Canary
from leads.models.delivery import Delivery
from leads.models.event import LeadEvent
from leads.models.export_record import ExportRecord
from leads.models.facts import LeadFacts
from leads.models.lead import Lead
from leads.models.look import Look
from leads.models.opening import DailyOpenings
from leads.models.receipt import Receipt
from leads.models.retention import Retention

__all__ = [
    "Canary",
    "DailyOpenings",
    "Delivery",
    "ExportRecord",
    "Lead",
    "LeadEvent",
    "LeadFacts",
    "Look",
    "Receipt",
    "Retention",
]
