"""Components of the screens, packaged so that Streamlit serves their scripts as files under a strict CSP."""
