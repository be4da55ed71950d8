"""Every address of ours; whatever is not here is Streamlit's, behind the wall."""

from starlette.routing import Route, WebSocketRoute

from web import assets, autosave, drafts, files, live, projector, sign_in

ROUTES = [
    Route("/assets/{name}", assets.send_asset),
    Route("/signin", sign_in.show_sign_in, methods=["GET"]),
    Route("/signin", sign_in.sign_in, methods=["POST"]),
    Route("/signout", sign_in.sign_out, methods=["POST"]),
    Route("/signed-out", sign_in.signed_out, methods=["GET"]),
    Route("/password", sign_in.show_password, methods=["GET"]),
    Route("/password", sign_in.change_password, methods=["POST"]),
    Route("/first-run", sign_in.show_first_run, methods=["GET"]),
    Route("/first-run", sign_in.first_run, methods=["POST"]),
    Route("/minutes/lines", autosave.write_lines, methods=["POST"]),
    Route("/minutes/lines/{conference}", autosave.send_lines, methods=["GET"]),
    Route("/minutes/key", drafts.send_key, methods=["GET"]),
    Route("/minutes/changes", autosave.change_line, methods=["POST"]),
    WebSocketRoute("/live/{conference}", live.follow),
    Route("/live/{conference}/numbers", live.send_numbers, methods=["GET"]),
    Route("/projector", projector.ask_code, methods=["GET"]),
    Route("/projector", projector.type_code, methods=["POST"]),
    Route("/projector/{conference:uuid}", projector.show_screen, methods=["GET"]),
    Route("/projector/{conference:uuid}/now", projector.send_now, methods=["GET"]),
    Route("/files/{kind}", files.send_file, methods=["GET"]),
    Route("/files/{kind}/{id}", files.send_file, methods=["GET"]),
]
