"""The lists of leads and deliveries."""

from django.contrib.admin.views.main import ORDER_VAR, ChangeList


class LeadList(ChangeList):
    def get_ordering_field_columns(self):
        """Our own order is no column's, so no heading is marked until somebody presses one."""
        return super().get_ordering_field_columns() if ORDER_VAR in self.params else {}
