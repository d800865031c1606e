"""What alerts recognise, what they cost, and what is refused."""
