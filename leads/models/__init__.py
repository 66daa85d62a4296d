from leads.models.assignment_rule import AssignmentRule, RuleMember
from leads.models.attempt import Attempt
from leads.models.canary import Canary
from leads.models.delivery import Delivery
from leads.models.event import LeadEvent
from leads.models.export_record import ExportRecord
from leads.models.facts import LeadFacts
from leads.models.inbound_mail import InboundMail, Mailbox
from leads.models.lead import Lead
from leads.models.lead_mail import LeadMail
from leads.models.learnt_sign import LearntSign
from leads.models.look import Look
from leads.models.month_sums import MonthSum, SummedMonth
from leads.models.opening import DailyOpenings
from leads.models.own_inbox import OwnInbox, SavedView
from leads.models.receipt import Receipt
from leads.models.reply import Reply, ReplyTemplate
from leads.models.retention import Retention
from leads.models.stage import LostReason, Stage
from leads.models.turn import Turn
from leads.models.webhook import Webhook

__all__ = [
    "AssignmentRule",
    "Attempt",
    "Canary",
    "DailyOpenings",
    "Delivery",
    "ExportRecord",
    "InboundMail",
    "Lead",
    "LeadEvent",
    "LeadFacts",
    "LeadMail",
    "LearntSign",
    "Look",
    "LostReason",
    "Mailbox",
    "MonthSum",
    "OwnInbox",
    "Receipt",
    "Reply",
    "ReplyTemplate",
    "Retention",
    "RuleMember",
    "SavedView",
    "Stage",
    "SummedMonth",
    "Turn",
    "Webhook",
]
