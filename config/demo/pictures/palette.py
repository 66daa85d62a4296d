"""The colours of the demo pictures: one small family, so that any of them sit well next to each other in a grid."""

Colour = tuple[int, int, int]

INK: Colour = (17, 23, 46)
NAVY: Colour = (29, 40, 78)
DUSK: Colour = (54, 70, 124)
BLUE: Colour = (74, 122, 214)
SKY: Colour = (150, 186, 232)

PAPER: Colour = (249, 242, 229)
CREAM: Colour = (236, 222, 198)
SAND: Colour = (219, 192, 150)

CORAL: Colour = (241, 86, 58)
RUST: Colour = (186, 54, 42)
BLUSH: Colour = (250, 184, 160)

PINE: Colour = (10, 58, 66)
TEAL: Colour = (22, 106, 108)
JADE: Colour = (58, 152, 138)
MINT: Colour = (160, 211, 192)

BRONZE: Colour = (168, 102, 28)
OCHRE: Colour = (228, 160, 52)
AMBER: Colour = (255, 200, 92)
STRAW: Colour = (250, 222, 160)

PLUM: Colour = (78, 62, 128)
IRIS: Colour = (140, 122, 196)
LILAC: Colour = (207, 196, 232)
MIST: Colour = (231, 224, 244)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` 0 is all `one`, 1 is all `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
