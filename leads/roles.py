"""Leads are the sales people's; authors and editors see nothing of them. To change a lead is to answer it."""

from staff.roles import OWNER, SALES, SALES_LEAD, Grants

SET_UP = {
    "AssignmentRule": ["view", "add", "change", "delete"],
    "RuleMember": ["view", "add", "change", "delete"],
    "Stage": ["view", "add", "change"],
    "LostReason": ["view", "add", "change", "delete"],
    "ReplyTemplate": ["view", "add", "change", "delete"],
    "Webhook": ["view", "add", "change", "delete"],  # an address is as good as a password
}
LEARNT = {"LearntSign": ["view"]}

GRANTS: Grants = {
    SALES: {"Lead": ["view", "change"], "Delivery": ["view"], **LEARNT},
    SALES_LEAD: {
        "Lead": ["view", "change", "assign"],
        "Delivery": ["view", "change"],
        "LeadFacts": ["view"],
        **SET_UP,
        **LEARNT,
    },
    OWNER: {
        "Lead": ["view", "change", "assign", "delete"],
        "Delivery": ["view", "change", "read"],
        "LeadFacts": ["view", "export"],
        "Receipt": ["view", "change"],
        **SET_UP,
        **LEARNT,
    },
}
