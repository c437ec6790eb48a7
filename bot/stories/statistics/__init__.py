"""What do many stories say together? Digests, trends, spikes, silences, and what is usual."""
