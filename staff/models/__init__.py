from staff.models.sign_in_count import SignInCount
from staff.models.user import User

__all__ = ["SignInCount", "User"]
