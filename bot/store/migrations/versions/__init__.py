"""How did the tables come to be? One step a file (Alembic)."""
