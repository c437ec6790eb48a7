"""How does Seedwatch talk to Slack? Each module has the name that its role has on every platform."""
