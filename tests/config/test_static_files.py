from config.static_files import HashedFiles


def test_what_pages_name_is_compressed_styles_too(tmp_path):
    names = ["a.css", "a.js", "lib.js", "lib.min.js", "lib.min.js.map", "picture.svg"]
    for name in names:
        for file in [name, f"hashed-{name}"]:
            (tmp_path / file).write_text("words " * 200)
    storage = HashedFiles(location=tmp_path, base_url="/static/")
    storage.hashed_files = {name: f"hashed-{name}" for name in names}
    paths = [*names, *(f"hashed-{name}" for name in names)]
    made = {path for path, compressed in storage.compress_files(paths) if compressed.endswith(".br")}
    assert made == {"hashed-a.css", "hashed-a.js", "hashed-lib.min.js", "hashed-picture.svg"}
