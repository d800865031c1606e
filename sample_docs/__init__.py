"""Sample documents of Utopia, and the generator that makes them."""
