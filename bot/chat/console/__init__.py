"""How does one person at a terminal use Seedwatch? Alerts as cards or plain lines, commands at a prompt, no token."""
