"""Who must act: the subject of the clause, the heading above, the addressee; and whether that is this ward."""

from __future__ import annotations

import pytest

from tests.pipeline.deadline_reading import only, read


@pytest.mark.parametrize(
    ("sentence", "obliged"),
    [
        ("Sở Xây dựng chủ trì rà soát, báo cáo trước ngày 05/12/2025.", "Sở Xây dựng"),
        ("Giao Phòng Kinh tế tham mưu, trình trước ngày 05/12/2025.", "Phòng Kinh tế"),
        ("Đề nghị Ủy ban nhân dân các phường báo cáo trước ngày 05/12/2025.", "Ủy ban nhân dân các phường"),
        ("Trước ngày 05/12/2025, Công an thành phố báo cáo kết quả.", "Công an thành phố"),
        ("Chậm nhất ngày 05/12/2025, sau khi rà soát, Sở Nội vụ gửi danh sách.", "Sở Nội vụ"),
        ("Ban Tổ chức Thành ủy hướng dẫn các đơn vị, hoàn thành trước ngày 05/12/2025.", "Ban Tổ chức Thành ủy"),
        ("Báo cáo Thủ tướng Chính phủ trước ngày 05/12/2025.", None),
    ],
)
def test_the_subject_of_the_sentence_must_act(sentence: str, obliged: str | None) -> None:
    assert only(sentence).obliged == obliged


def test_the_heading_above_must_act_when_the_sentence_names_nobody() -> None:
    text = (
        "1. Sở Tài chính:\n- Bố trí kinh phí trước ngày 01/12/2025.\n"
        "2. Ủy ban nhân dân các xã, phường:\n- Rà soát, gửi danh sách trước ngày 05/12/2025."
    )

    assert [(d.obliged, d.applies_to_us) for d in read(text)] == [
        ("Sở Tài chính", False),
        ("Ủy ban nhân dân các xã, phường", True),
    ]


def test_the_addressee_must_act_when_nobody_else_is_named() -> None:
    (deadline,) = read("Gửi báo cáo trước ngày 05/12/2025.", addressees=("Ủy ban nhân dân các phường, xã",))

    assert deadline.obliged == "Ủy ban nhân dân các phường, xã"
    assert deadline.applies_to_us is True


def test_kinh_gui_is_read_from_the_text_when_the_header_gave_no_addressee() -> None:
    (deadline,) = read("Kính gửi: Các sở, ban, ngành thành phố.\n\nGửi báo cáo trước ngày 05/12/2025.")

    assert deadline.obliged == "Các sở, ban, ngành thành phố"


@pytest.mark.parametrize(
    ("body", "is_ours"),
    [
        ("UBND phường An Thạnh", True),
        ("Chủ tịch Ủy ban nhân dân cấp xã", True),
        ("UBND các phường, xã, đặc khu", True),
        ("Các địa phương", True),
        ("UBND phường Bình Lợi", False),
        ("Ủy ban nhân dân tỉnh Tây Ninh", False),
        ("Sở Y tế", False),
        ("Các cơ quan, đơn vị", None),
    ],
)
def test_a_duty_is_ours_when_its_words_mean_this_ward(body: str, is_ours: bool | None) -> None:  # noqa: FBT001
    assert only(f"{body} gửi báo cáo trước ngày 05/12/2025.").applies_to_us is is_ours


def test_nobody_named_anywhere_is_said_as_unknown() -> None:
    deadline = only("Hoàn thành trước ngày 05/12/2025.")

    assert deadline.obliged is None
    assert deadline.applies_to_us is None
