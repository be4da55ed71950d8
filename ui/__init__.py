"""What screens share; with pages the only code that knows Streamlit."""
