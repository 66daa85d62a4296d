"""Leads are the sales people's; authors and editors see nothing of them. To change a lead is to answer it."""

from staff.roles import OWNER, SALES, SALES_LEAD, Grants

OWN_WORDS = {
    "Stage": ["view", "add", "change"],
    "LostReason": ["view", "add", "change", "delete"],
    "ReplyTemplate": ["view", "add", "change", "delete"],
}
GRANTS: Grants = {
    SALES: {"Lead": ["view", "change"], "Delivery": ["view"]},
    SALES_LEAD: {"Lead": ["view", "change", "assign"], "Delivery": ["view", "change"], **OWN_WORDS},
    OWNER: {
        "Lead": ["view", "change", "assign", "delete"],
        "Delivery": ["view", "change", "read"],
        **OWN_WORDS,
    },
}
