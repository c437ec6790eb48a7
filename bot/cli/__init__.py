"""Which commands does ``seedwatch`` have? One module each; this one only lists them."""
