from leads.models.delivery import Delivery
from leads.models.event import LeadEvent
from leads.models.lead import Lead
from leads.models.own_inbox import OwnInbox, SavedView
from leads.models.reply import Reply, ReplyTemplate
from leads.models.stage import LostReason, Stage

__all__ = [
    "Delivery",
    "Lead",
    "LeadEvent",
    "LostReason",
    "OwnInbox",
    "Reply",
    "ReplyTemplate",
    "SavedView",
    "Stage",
]
