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
    for name, content in kinds(photo):
        if name.startswith(wanted):
            line(name, content)
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


def kinds(photo: Image.Image):
    turned = Image.Exif()
    turned[0x0112] = 6
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    yield "JPEG", written(photo, "JPEG", quality=85)
    yield "JPEG, turned, ICC", written(photo, "JPEG", quality=85, exif=turned, icc_profile=srgb)
    yield "JPEG, progressive", written(photo, "JPEG", quality=85, progressive=True)
    yield (
        "JPEG, progr., 4:4:4",
        written(photo, "JPEG", quality=75, progressive=True, subsampling=0, exif=turned),
    )
    yield "JPEG, grey", written(photo.convert("L"), "JPEG", quality=85)
    cmyk = photo.convert("CMYK")
    yield "JPEG, CMYK", written(cmyk, "JPEG", quality=75, exif=turned)
    yield "JPEG, CMYK, progr.", written(cmyk, "JPEG", quality=60, progressive=True, exif=turned)
    del cmyk
    flat = photo.quantize(32).convert("RGB")  # a photograph of this size is more than 20 MB as PNG
    yield "PNG", written(flat, "PNG", compress_level=1)
    yield "PNG, turned, ICC", written(flat, "PNG", compress_level=1, exif=turned, icc_profile=srgb)
    see_through = flat.copy()
    see_through.putalpha(photo.getchannel("R"))
    yield "PNG, see-through", written(see_through, "PNG", compress_level=1)
    yield "PNG, palette", written(flat.quantize(32), "PNG", compress_level=1, transparency=0)
    yield (
        "PNG, 16 bits",
        written(flat.convert("L").convert("I").point(lambda v: v * 256).convert("I;16"), "PNG"),
    )
    yield "GIF", written(flat.quantize(32), "GIF")
    yield "WebP", written(photo, "WEBP", quality=75, method=0)
    yield "WebP, turned, ICC", written(photo, "WEBP", quality=75, method=0, exif=turned, icc_profile=srgb)
    yield "WebP, lossless", written(flat, "WEBP", lossless=True, method=0, quality=0)
    see_through = photo.copy()
    see_through.putalpha(photo.getchannel("R"))
    yield "WebP, see-through", written(see_through, "WEBP", quality=75, method=0)
    yield "AVIF", written(photo, "AVIF", quality=60, speed=10)
    yield "AVIF, turned, ICC", written(photo, "AVIF", quality=60, speed=10, exif=turned, icc_profile=srgb)
    yield "AVIF, 4:4:4", written(photo, "AVIF", quality=60, speed=10, subsampling="4:4:4")
    yield "AVIF, see-through", written(see_through, "AVIF", quality=60, speed=10)


if __name__ == "__main__":
    main(float((sys.argv[1:] or ["39.99"])[0]), *sys.argv[2:3])
