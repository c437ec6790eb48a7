"""How do stories become messages? Content and roles, the same on every platform."""
