"""Revises a template with further genuine captures: confirmed by two people, weighed against forgeries that were caught, and kept.

confirmations    what two people sign: these captures are genuine
growth           which tolerance grows, where and by how much
caught           whether a forgery that was found before would pass
history          every revision, to be looked at and to go back to
revise           the way through them
"""
