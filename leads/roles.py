"""Leads are the sales people's; authors and editors see nothing of them. To change a lead is to answer it."""

from staff.roles import OWNER, SALES, SALES_LEAD, Grants

GRANTS: Grants = {
    SALES: {"Lead": ["view", "change"], "Delivery": ["view"]},
    SALES_LEAD: {
        "Lead": ["view", "change", "assign"],
        "Delivery": ["view", "change"],
        "LeadFacts": ["view"],
    },
    OWNER: {
        "Lead": ["view", "change", "assign", "delete"],
        "Delivery": ["view", "change", "read"],
        "LeadFacts": ["view", "export"],
        "Receipt": ["view", "change"],
    },
}
