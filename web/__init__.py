"""What a browser reaches beside Streamlit: the wall, sign-in, files. Starlette routes of the same process."""
