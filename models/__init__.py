"""What is remembered: tables, enums, the sealed column and the only commit."""
