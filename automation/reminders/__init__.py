"""催报: who has yet to report, told on paper, as text for a chat or a phone, and as mail; nothing is sent unasked."""
