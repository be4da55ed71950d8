"""What leaves the system: a view in, bytes out. No database, no Streamlit."""
