from staff.models.absence import Absence
from staff.models.sign_in_count import SignInCount
from staff.models.user import User

__all__ = ["Absence", "SignInCount", "User"]
