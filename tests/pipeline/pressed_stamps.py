"""Stamps as offices really press and scan them: turned, framed, faded, over text, grey, on poor paper; made up here."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, fields

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pipeline.extract.colour import ColourImage
from tests.letters.fonts import find_fonts

WIDTH, HEIGHT, DPI = 1654, 1300, 200  # the upper part of an A4 page at 200 dpi
RED, DARK_RED, PINK, PURPLE_RED = (200, 30, 40), (150, 20, 35), (225, 110, 115), (190, 30, 90)
BLACK, GREY = (25, 25, 25), (120, 120, 120)


@dataclass(frozen=True, slots=True)
class Stamp:
    text: str
    mark: str | None  # what must be found
    ink: tuple[int, int, int] = RED
    at: tuple[int, int] = (210, 520)
    angle: float = 0.0
    size: int = 46
    frame: str = "single"  # "double", "none", "tight", "round", "broken"
    strength: float = 0.9  # of the ink
    noise: float = 4.0
    blur: float = 0.6
    quality: int = 70  # of the JPEG
    tilt: float = 0.0  # of the whole page
    over_text: bool = False
    is_grey: bool = False  # scanned without colours
    bold: bool = True
    spacing: int = 0

    @property
    def name(self) -> str:
        """The text and what is not as usual."""
        usual = Stamp(self.text, self.mark)
        changed = (field.name for field in fields(self) if getattr(self, field.name) != getattr(usual, field.name))
        return " ".join([self.text, *(f"{name}={getattr(self, name)}" for name in changed)])


def page_with(stamp: Stamp) -> ColourImage:
    """The top of a scanned letter with the stamp pressed on it."""
    page = _letter()
    rubber = _rubber(stamp).rotate(stamp.angle, expand=True, resample=Image.Resampling.BICUBIC)
    at = (150, 760) if stamp.over_text else stamp.at
    page.paste(rubber, at, rubber)
    return _scan(page, stamp)


def _letter() -> Image.Image:
    page = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(page)
    plain, bold = (ImageFont.truetype(str(find_fonts().faces[face]), 36) for face in (0, 1))
    for left, top, text, font in (
        (290, 160, "UBND TỈNH BẮC GIANG", plain),
        (400, 205, "SỞ NỘI VỤ", bold),
        (830, 160, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold),
        (960, 205, "Độc lập - Tự do - Hạnh phúc", bold),
        (360, 300, "Số: 36/SNV-TCCB", plain),
        (900, 300, "Bắc Giang, ngày 05 tháng 3 năm 2026", plain),
        (330, 350, "V/v bảo vệ bí mật nhà nước", plain),
        (560, 680, "Kính gửi: Ủy ban nhân dân các xã, phường", plain),
    ):
        draw.text((left, top), text, font=font, fill=BLACK)
    for row, text in enumerate(
        (
            "Thực hiện Luật Bảo vệ bí mật nhà nước và các quy định về bảo mật thông",
            "tin, mật độ xây dựng, Sở Nội vụ đề nghị các đơn vị báo cáo việc quản lý tài",
            "liệu, gửi về Sở trước ngày 20 tháng 3 năm 2026 để tổng hợp chung.",
        )
    ):
        draw.text((240, 780 + 60 * row), text, font=plain, fill=BLACK)
    return page


def _rubber(stamp: Stamp) -> Image.Image:
    font = ImageFont.truetype(str(find_fonts().faces[1 if stamp.bold else 0]), stamp.size)
    text = (" " * stamp.spacing).join(stamp.text) if stamp.spacing else stamp.text
    ink = (*stamp.ink, round(255 * stamp.strength))
    width, height = round(font.getlength(text)), round(1.25 * stamp.size)
    margin = 6 if stamp.frame == "tight" else 26
    if stamp.frame == "round":
        return _seal(text, font, ink)
    rubber = Image.new("RGBA", (width + 2 * margin, height + 2 * margin // 2 + 16), (0, 0, 0, 0))
    draw = ImageDraw.Draw(rubber)
    right, bottom = rubber.width - 3, rubber.height - 3
    if stamp.frame != "none":
        draw.rectangle((2, 2, right, bottom), outline=ink, width=4)
    if stamp.frame == "double":
        draw.rectangle((10, 10, right - 8, bottom - 8), outline=ink, width=2)
    if stamp.frame == "broken":
        draw.rectangle((right // 3, 0, right // 2, 10), fill=(0, 0, 0, 0))
        draw.rectangle((0, bottom // 2, 10, bottom), fill=(0, 0, 0, 0))
    draw.text((margin, 2 + margin // 4), text, font=font, fill=ink)
    return rubber


def _seal(text: str, font: ImageFont.FreeTypeFont, ink: tuple[int, int, int, int]) -> Image.Image:
    """A round seal with its star and words along the edge."""
    rubber = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    draw = ImageDraw.Draw(rubber)
    for inset, width in ((4, 6), (70, 3)):
        draw.ellipse((inset, inset, 296 - inset, 296 - inset), outline=ink, width=width)
    for position, letter in enumerate(text):
        turn = math.radians(200 + 140 * position / max(1, len(text) - 1))
        glyph = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
        ImageDraw.Draw(glyph).text((14, 4), letter, font=font.font_variant(size=34), fill=ink)
        turned = glyph.rotate(-(math.degrees(turn) - 270), resample=Image.Resampling.BICUBIC)
        rubber.paste(turned, (round(120 + 112 * math.cos(turn)), round(120 + 112 * math.sin(turn))), turned)
    points = [
        (
            150 + (60 if i % 2 == 0 else 24) * math.sin(i * math.pi / 5),
            150 - (60 if i % 2 == 0 else 24) * math.cos(i * math.pi / 5),
        )
        for i in range(10)
    ]
    draw.polygon(points, fill=ink)
    return rubber


def _scan(page: Image.Image, stamp: Stamp) -> ColourImage:
    turned = page.rotate(stamp.tilt, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(stamp.blur)), dtype=np.float32)
    grain = np.random.default_rng(7).normal(0.0, stamp.noise, size=(*soft.shape[:2], 1))
    scanned = Image.fromarray(np.clip(soft * 0.98 + grain, 0, 255).astype(np.uint8))
    if stamp.is_grey:
        scanned = scanned.convert("L").convert("RGB")
    packed = io.BytesIO()
    scanned.save(packed, "JPEG", quality=stamp.quality)
    seen = Image.open(packed).convert("RGB")
    return ColourImage(seen.width, seen.height, DPI, seen.tobytes())


MAT, TOI_MAT, TUYET_MAT = "MẬT", "TỐI MẬT", "TUYỆT MẬT"
MARKS = (
    *(Stamp(text, text) for text in (MAT, TOI_MAT, TUYET_MAT)),
    *(
        Stamp(text, text, angle=angle)
        for text, angle in ((MAT, 4), (MAT, -6), (TOI_MAT, 8), (TUYET_MAT, -9), (MAT, 12))
    ),
    *(Stamp(text, text, frame=frame) for text in (MAT, TUYET_MAT) for frame in ("double", "none", "tight", "broken")),
    *(Stamp(text, text, strength=strength) for text, strength in ((MAT, 0.45), (TOI_MAT, 0.4), (TUYET_MAT, 0.5))),
    *(Stamp(text, text, ink=ink) for text, ink in ((MAT, DARK_RED), (TOI_MAT, PINK), (TUYET_MAT, PURPLE_RED))),
    *(Stamp(text, text, noise=16.0, blur=1.2, quality=35, tilt=1.5) for text in (MAT, TOI_MAT, TUYET_MAT)),
    *(Stamp(text, text, at=at) for text, at in ((MAT, (120, 40)), (TOI_MAT, (90, 600)), (MAT, (380, 440)))),
    *(Stamp(text, text, size=size) for text, size in ((MAT, 30), (TOI_MAT, 34), (MAT, 70), (TUYET_MAT, 60))),
    *(Stamp(text, text, ink=BLACK, is_grey=True) for text in (MAT, TOI_MAT, TUYET_MAT)),
    Stamp(MAT, MAT, is_grey=True),
    Stamp(TUYET_MAT, TUYET_MAT, is_grey=True, frame="none"),
    Stamp(MAT, MAT, over_text=True),
    Stamp(TOI_MAT, TOI_MAT, over_text=True, angle=5),
    Stamp(MAT, MAT, bold=False),
    Stamp(MAT, MAT, spacing=1),
    Stamp(TOI_MAT, TOI_MAT, tilt=-2.0, angle=-4),
)
OTHERS = tuple(
    Stamp(text, None, **settings)
    for text, settings in (
        ("HỎA TỐC", {}),
        ("THƯỢNG KHẨN", {}),
        ("KHẨN", {}),
        ("KHẨN", {"angle": 7, "strength": 0.5}),
        ("LƯU HÀNH NỘI BỘ", {}),
        ("XEM XONG TRẢ LẠI", {"at": (200, 30)}),
        ("MẬT ONG", {}),
        ("MẬT ONG", {"frame": "none", "ink": BLACK}),
        ("BẢO MẬT", {"frame": "none"}),
        ("MẶT TRẬN", {"frame": "none"}),
        ("ĐÃ NHẬN", {"angle": 6}),
        ("SAO Y BẢN CHÍNH", {}),
        ("ĐẾN", {"size": 60}),
        ("UBND PHƯỜNG AN", {"frame": "round", "at": (180, 420)}),
        ("CÔNG TY BẢO MẬT", {"frame": "round", "at": (180, 420)}),
        ("DỰ THẢO", {"angle": 20}),
        ("THANG MÁY", {"noise": 16.0, "blur": 1.2, "quality": 35}),
        ("KHẨN", {"is_grey": True, "ink": BLACK}),
        ("MẬT ĐỘ", {"frame": "none"}),
    )
)
