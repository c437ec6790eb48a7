"""How did the tables come to be? One file per step (Alembic)."""
