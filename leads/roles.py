"""Leads are the sales people's; authors and editors see nothing of them. To change a lead is to answer it."""

from staff.roles import OWNER, SALES, SALES_LEAD, Grants

LEARNT = {"LearntSign": ["view"]}

GRANTS: Grants = {
    SALES: {"Lead": ["view", "change"], "Delivery": ["view"], **LEARNT},
    SALES_LEAD: {"Lead": ["view", "change", "assign"], "Delivery": ["view", "change"], **LEARNT},
    OWNER: {
        "Lead": ["view", "change", "assign", "delete"],
        "Delivery": ["view", "change", "read"],
        **LEARNT,
    },
}
