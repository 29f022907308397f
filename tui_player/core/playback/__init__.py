"""What plays now and next: the queue, the transport and what happens when tracks end."""
