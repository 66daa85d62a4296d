"""What the largest picture that is taken costs, of each kind: python bench/pictures.py [MEGAPIXELS [KIND]]

Memory is the peak of the child that decodes it, writes it anew and makes the WebP renditions; then of the one that
makes the AVIF renditions. Time is time on the processor. Linux only: the peak is read in /proc. The last line is what a
child costs by itself. The limit of a file's size is not looked at: a photograph of this size is more than that as PNG.
"""

import io
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image, ImageCms  # noqa: E402

from blog import file_kinds  # noqa: E402
from blog.renditions import WIDTHS  # noqa: E402
from config import darkroom  # noqa: E402

WATCHED = (
    "from config import darkroom_child, darkroom; darkroom_child.main(); "
    "print(open('/proc/self/status').read(), file=__import__('sys').stderr)"
)
Image.MAX_IMAGE_PIXELS = None


def main(megapixels: float, wanted: str = "") -> None:
    side = int((megapixels * 1_000_000) ** 0.5)
    photo = drawn(side)
    print(f"{side} × {side} pixels")
    print(f"{'':22} {'file':>8}  {'as kept':>14}  {'peak':>7} {'time':>7}   AVIF: {'peak':>7} {'time':>7}")
    for name, make in kinds(photo).items():
        if name.startswith(wanted):
            line(name, make())
    tiny = written(photo.resize((8, 8)), "PNG")
    options = {"kind": "PNG", "with_renditions": True}
    alone = min(watched("blog.developing:original", tiny, **options)[1] for _ in range(5))
    print(f"a picture of 8 × 8: {alone:.2f} s")


def line(name: str, content: bytes) -> None:
    kind = file_kinds.raster(content)
    answer, seconds, peak = watched("blog.developing:original", content, kind=kind, with_renditions=True)
    size = f"{len(content) / 1e6:.1f} MB"
    if isinstance(answer, str):
        print(f"{name:22} {size:>8}  {answer[:60]}")
        return
    facts, files = answer
    kept = f"{len(files[0]) / 1e6:.1f} MB {facts['extension']}"
    _, more, other = watched("blog.developing:renditions", files[0], kind="avif", widths=WIDTHS)
    print(
        f"{name:22} {size:>8}  {kept:>14}  {peak:4.0f} MB {seconds:5.1f} s   {other:10.0f} MB {more:5.1f} s",
        flush=True,
    )


def watched(work: str, content: bytes, **options):
    """(what it answers, seconds, megabytes at most) of a child as the site starts it."""
    command = [sys.executable, "-s", "-c", WATCHED, work, json.dumps(options)]
    began = spent()
    done = subprocess.run(command, input=content, capture_output=True, cwd=ROOT, env=darkroom.ENVIRONMENT)
    seconds = spent() - began
    peak = [
        int(row.split()[1]) / 1024 for row in done.stderr.decode().splitlines() if row.startswith("VmHWM")
    ]
    try:
        return darkroom._read(done.stdout), seconds, *peak
    except darkroom.Refused as error:
        return str(error), seconds, *peak
    except ValueError:
        return f"died: {done.returncode} {done.stderr.decode()[-200:]}", seconds, 0


def spent() -> float:
    """Seconds on the processor, so that a busy machine answers the same."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def drawn(side: int) -> Image.Image:
    """Something like a photograph: large forms and fine grain."""
    forms = Image.effect_noise((side // 40, side // 40), 90).resize((side, side), Image.Resampling.BICUBIC)
    grain = Image.effect_noise((1000, 1000), 12)
    tiled = Image.new("L", (side, side))
    for x in range(0, side, 1000):
        for y in range(0, side, 1000):
            tiled.paste(grain, (x, y))
    return Image.merge("RGB", [forms, Image.blend(forms, tiled, 0.2), tiled])


def written(image: Image.Image, kind: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def with_alpha(image: Image.Image) -> Image.Image:
    changed = image.copy()
    changed.putalpha(image.getchannel("R"))
    return changed


def kinds(photo: Image.Image) -> dict[str, Callable[[], bytes]]:
    turned = Image.Exif()
    turned[0x0112] = 6
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    both = {"exif": turned, "icc_profile": srgb}
    dense = {"progressive": True, "subsampling": 0, "exif": turned}
    flat = photo.quantize(32).convert("RGB")  # a photograph of this size is more than 20 MB as PNG
    fast = {"quality": 60, "speed": 10}
    grey = flat.convert("L").convert("I").point(lambda value: value * 256).convert("I;16")
    return {
        "JPEG": lambda: written(photo, "JPEG", quality=85),
        "JPEG, turned, ICC": lambda: written(photo, "JPEG", quality=85, **both),
        "JPEG, progressive": lambda: written(photo, "JPEG", quality=85, progressive=True),
        "JPEG, progr., 4:4:4": lambda: written(photo, "JPEG", quality=75, **dense),
        "JPEG, grey": lambda: written(photo.convert("L"), "JPEG", quality=85),
        "JPEG, CMYK": lambda: written(photo.convert("CMYK"), "JPEG", quality=75, exif=turned),
        "JPEG, CMYK, progr.": lambda: written(photo.convert("CMYK"), "JPEG", quality=60, **dense),
        "PNG": lambda: written(flat, "PNG", compress_level=1),
        "PNG, turned, ICC": lambda: written(flat, "PNG", compress_level=1, **both),
        "PNG, see-through": lambda: written(with_alpha(flat), "PNG", compress_level=1),
        "PNG, palette": lambda: written(flat.quantize(32), "PNG", compress_level=1, transparency=0),
        "PNG, 16 bits": lambda: written(grey, "PNG"),
        "GIF": lambda: written(flat.quantize(32), "GIF"),
        "WebP": lambda: written(photo, "WEBP", quality=75, method=0),
        "WebP, turned, ICC": lambda: written(photo, "WEBP", quality=75, method=0, **both),
        "WebP, lossless": lambda: written(flat, "WEBP", lossless=True, method=0, quality=0),
        "WebP, see-through": lambda: written(with_alpha(flat), "WEBP", lossless=True, method=0, quality=0),
        "AVIF": lambda: written(photo, "AVIF", **fast),
        "AVIF, turned, ICC": lambda: written(photo, "AVIF", **fast, **both),
        "AVIF, 4:4:4": lambda: written(photo, "AVIF", **fast, subsampling="4:4:4"),
        "AVIF, see-through": lambda: written(with_alpha(photo), "AVIF", **fast),
    }


if __name__ == "__main__":
    main(float((sys.argv[1:] or ["39.99"])[0]), *sys.argv[2:3])
