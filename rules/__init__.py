"""Decisions: pure functions and tables. No database session, no clock, no screen, no words."""
