"""What is done when? Poll, deliver, digest, prune; the clock and the queue that drive them."""
