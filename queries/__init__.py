"""What screens and papers show: one module per screen, frozen dataclasses, scoped and redacted for the actor."""
