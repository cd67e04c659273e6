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
        # What is to be done is no one who acts.
        ("Tổ chức vận động nhân dân hiến đất, hoàn thành trước ngày 05/12/2025.", None),
        ("Tổ chức kiểm điểm trách nhiệm tập thể, báo cáo trước ngày 05/12/2025.", None),
        ("Lãnh đạo, chỉ đạo hoàn thành việc sắp xếp trước ngày 05/12/2025.", None),
        ("Thanh tra, kiểm tra việc chấp hành pháp luật, báo cáo trước ngày 05/12/2025.", None),
        ("Xã hội hóa nguồn lực, hoàn thành trước ngày 05/12/2025.", None),
        ("Cơ sở dữ liệu đất đai phải hoàn thành trước ngày 05/12/2025.", None),
        ("Trước ngày 05/12/2025, tổ chức họp dân thông qua phương án.", None),
        (
            "Các tổ chức chính trị - xã hội phường báo cáo trước ngày 05/12/2025.",
            "Các tổ chức chính trị - xã hội phường",
        ),
        ("Đoàn kiểm tra liên ngành hoàn thành báo cáo trước ngày 05/12/2025.", "Đoàn kiểm tra liên ngành"),
        ("Công an phường giám sát và báo cáo trước ngày 05/12/2025.", "Công an phường"),
        ("Hiệu trưởng các trường tiểu học gửi báo cáo trước ngày 05/12/2025.", "Hiệu trưởng các trường tiểu học"),
        (
            "Giao Văn phòng UBND tỉnh (Trung tâm Tin học tỉnh) công khai trước ngày 05/12/2025.",
            "Văn phòng UBND tỉnh (Trung tâm Tin học tỉnh)",
        ),
    ],
)
def test_the_subject_of_the_sentence_must_act(sentence: str, obliged: str | None) -> None:
    assert only(sentence).obliged == obliged


@pytest.mark.parametrize(
    ("sentence", "obliged"),
    [
        ("Sở Tư pháp đề nghị UBND các phường báo cáo trước ngày 05/12/2025.", "UBND các phường"),
        ("Chủ tịch UBND Thành phố giao UBND phường An Thạnh báo cáo trước ngày 05/12/2025.", "UBND phường An Thạnh"),
        ("Bộ Nội vụ yêu cầu Sở Nội vụ các tỉnh báo cáo trước ngày 05/12/2025.", "Sở Nội vụ các tỉnh"),
        ("Chậm nhất ngày 05/12/2025, Sở Tài chính đề nghị UBND các phường gửi số liệu.", "UBND các phường"),
        (
            "Bộ Nội vụ vừa có văn bản đề nghị Ủy ban nhân dân các tỉnh gửi báo cáo trước ngày 05/12/2025.",
            "Ủy ban nhân dân các tỉnh",
        ),
        ("Các doanh nghiệp nhỏ và vừa nộp báo cáo trước ngày 05/12/2025.", "Các doanh nghiệp nhỏ và vừa"),
        ("Ủy ban bầu cử ở phường báo cáo trước ngày 05/12/2025.", "Ủy ban bầu cử ở phường"),
        ("Hồ sơ đề nghị Ủy ban nhân dân tỉnh khen thưởng gửi trước ngày 05/12/2025.", None),
        ("Sở Y tế kính chuyển UBND các phường thực hiện, báo cáo trước ngày 10/12/2025.", "UBND các phường"),
        (
            "Ban Tiếp công dân Thành phố chuyển đơn của bà Trần Thị B đến UBND phường An Thạnh để giải quyết, báo cáo "
            "kết quả trước ngày 15/12/2025.",
            "UBND phường An Thạnh",
        ),
        (
            "Thanh tra Thành phố chuyển đơn đến UBND phường An Thạnh để giải quyết; thông báo kết quả trước ngày "
            "15/12/2025.",
            "UBND phường An Thạnh",
        ),
        (
            "Sở Nội vụ trân trọng kính mời Chủ tịch UBND các phường dự họp lúc 14 giờ ngày 26/11/2025.",
            "Chủ tịch UBND các phường",
        ),
        (
            "Sở Xây dựng chuyển UBND phường An Thạnh kiểm tra, xử lý, trả lời cho công dân và thông báo kết quả về Sở "
            "trước ngày 05/12/2025.",
            "UBND phường An Thạnh",
        ),
        # Of us the letter tells whom we are to tell.
        ("UBND phường An Thạnh yêu cầu các khu phố báo cáo trước ngày 05/12/2025.", "UBND phường An Thạnh"),
        # Of several bodies the word only says which.
        ("Các trường đề nghị công nhận đạt chuẩn gửi hồ sơ trước ngày 05/12/2025.", "Các trường"),
        # Who acts first and then asks others must act.
        ("Sở Tài chính chủ trì, đề nghị Sở Xây dựng cho ý kiến trước ngày 05/12/2025.", "Sở Tài chính"),
    ],
)
def test_who_only_asks_is_not_who_must_act(sentence: str, obliged: str) -> None:
    assert only(sentence).obliged == obliged


@pytest.mark.parametrize(
    "sentence",
    [
        "Báo cáo gửi về Sở Tư pháp trước 30/11/2025 (sau thời gian trên, Sở Tư pháp không tổng hợp).",
        "Gửi ý kiến về Sở Tư pháp trước ngày 30/11/2025, Sở Tư pháp tổng hợp trình UBND Thành phố.",
    ],
)
def test_whom_it_goes_to_need_not_send_it(sentence: str) -> None:
    assert only(sentence).obliged is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Sở Nội vụ đề nghị gửi báo cáo trước ngày 05/12/2025.",
        "Chủ tịch UBND Thành phố yêu cầu xử lý dứt điểm đơn thư tồn đọng trước ngày 05/12/2025.",
    ],
)
def test_who_asks_without_saying_whom_leaves_it_to_the_addressee(sentence: str) -> None:
    assert only(sentence).obliged is None
    (deadline,) = read(sentence, addressees=("Ủy ban nhân dân các phường, xã",))
    assert deadline.applies_to_us


def test_the_heading_may_say_for_whom_it_is() -> None:
    text = (
        "1. Đối với UBND các phường\n- Rà soát, gửi danh sách trước ngày 01/12/2025.\n"
        "2. Đối với Công an Thành phố\n- Hỗ trợ các phường; báo cáo kết quả trước ngày 20/12/2025."
    )
    assert [(d.obliged, d.applies_to_us) for d in read(text, addressees=("Ủy ban nhân dân các phường",))] == [
        ("UBND các phường", True),
        ("Công an Thành phố", False),
    ]


def test_who_is_told_right_before_a_list_must_do_what_stands_in_it() -> None:
    text = (
        "Để kịp tổng hợp, Sở Nội vụ giao Phòng Cải cách hành chính:\n- Gửi mẫu báo cáo trước ngày 25/11/2025.\n"
        "Đề nghị Ủy ban nhân dân các phường:\n- Gửi danh sách trước ngày 28/11/2025."
    )
    assert [(d.obliged, d.applies_to_us) for d in read(text)] == [
        ("Phòng Cải cách hành chính", False),
        ("Ủy ban nhân dân các phường", True),
    ]


def test_an_introduction_that_orders_nobody_names_nobody() -> None:
    text = "Ủy ban nhân dân Tỉnh ban hành Kế hoạch như sau:\n- Hoàn thành việc rà soát trước ngày 25/11/2025."
    assert only(text).obliged is None


def test_who_is_to_direct_others_is_named_above() -> None:
    text = (
        "Sở Giáo dục và Đào tạo đề nghị Ủy ban nhân dân các phường, xã:\n"
        "- Chỉ đạo các cơ sở giáo dục rà soát, nhập số liệu, hoàn thành trước ngày 28/11/2025."
    )
    (deadline,) = read(text)
    assert (deadline.obliged, deadline.applies_to_us) == ("Ủy ban nhân dân các phường, xã", True)


def test_who_is_directed_is_said_when_nobody_else_is_named() -> None:
    assert only("Chỉ đạo các trường học hoàn thành trước ngày 28/11/2025.").obliged == "các trường học"


def test_a_meeting_that_others_hold_with_us_is_ours() -> None:
    assert only("Đoàn kiểm tra làm việc với UBND phường An Thạnh lúc 8 giờ ngày 03/12/2025.").applies_to_us is True
    assert only("Đoàn kiểm tra làm việc với Sở Y tế lúc 8 giờ ngày 03/12/2025.").applies_to_us is False


def test_the_meeting_of_an_invitation_is_of_who_is_invited() -> None:
    text = (
        "Sở Nội vụ trân trọng kính mời Chủ tịch Ủy ban nhân dân các phường dự họp về công tác cán bộ.\n"
        "1. Thời gian: 14 giờ 00 phút, ngày 26 tháng 11 năm 2025.\n2. Địa điểm: Phòng họp B."
    )
    (deadline,) = read(text)
    assert (deadline.obliged, deadline.applies_to_us) == ("Chủ tịch Ủy ban nhân dân các phường", True)


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
        ("Đề nghị phường", True),
        ("Đề nghị UBND phường (bộ phận một cửa)", True),
        ("Phường nào chưa báo cáo thì", True),
        ("UBND phường Bình Lợi", False),
        ("Ủy ban nhân dân tỉnh Tây Ninh", False),
        ("Sở Y tế", False),
        ("Các cơ quan, đơn vị", None),
        ("Tất cả các cơ quan, đơn vị", None),
        ("Tất cả các phường đều", True),
        ("Cán bộ, công chức", None),
    ],
)
def test_a_duty_is_ours_when_its_words_mean_this_ward(body: str, is_ours: bool | None) -> None:  # noqa: FBT001
    assert only(f"{body} gửi báo cáo trước ngày 05/12/2025.").applies_to_us is is_ours


def test_the_leading_unit_of_a_plan_must_act_in_the_time_below_it() -> None:
    text = (
        "- Tuyên truyền, phổ biến các quy định mới.\nĐơn vị chủ trì thực hiện: Sở Nội vụ.\n"
        "Đơn vị phối hợp: Sở Tư pháp.\nThời gian hoàn thành: Tháng 12/2025."
    )

    (deadline,) = read(text)

    assert deadline.obliged == "Sở Nội vụ"
    assert deadline.quote.startswith("Tuyên truyền, phổ biến")


def test_whom_to_urge_in_an_earlier_clause_is_not_who_must_report() -> None:
    text = (
        "1. Sở Khoa học và Công nghệ\n- Chủ trì hướng dẫn, đôn đốc các doanh nghiệp viễn thông thực hiện; trước ngày "
        "15/12 hằng năm tổng hợp, báo cáo Ủy ban nhân dân tỉnh."
    )

    (deadline,) = read(text)

    assert deadline.obliged == "Sở Khoa học và Công nghệ"


@pytest.mark.parametrize(
    ("opening", "obliged"),
    [
        ("Sở Tài chính chủ trì rà soát các dự án.", "Sở Tài chính"),
        ("Giao Sở Tài chính rà soát các dự án.", "Sở Tài chính"),
        ("Sở Y tế có Công văn số 12/SYT-VP ngày 03/11/2025 về phòng bệnh.", None),
    ],
)
def test_who_leads_a_paragraph_must_act_in_its_later_sentences(opening: str, obliged: str | None) -> None:
    (deadline,) = read(f"{opening} Đối với nội dung vượt thẩm quyền, đề xuất phương án trước ngày 05/12/2025.")

    assert deadline.obliged == obliged


def test_a_heading_below_its_number_must_act_too() -> None:
    text = (
        "1.2.\nỦy ban nhân dân các phường, xã\n"
        "Quán triệt cán bộ, công chức, viên chức thuộc phạm vi quản lý thực hiện nghiêm túc các quy định hiện hành.\n"
        "Thời gian hoàn thành: Tháng 12/2025."
    )

    (deadline,) = read(text)

    assert deadline.obliged == "Ủy ban nhân dân các phường, xã"
    assert deadline.applies_to_us is True


@pytest.mark.parametrize(
    ("unit", "is_ours"), [("Phòng Văn hóa - Xã hội", True), ("Phòng Văn hóa - Xã hội phường Bình Lợi", False)]
)
def test_the_whole_name_of_our_own_unit_means_us(unit: str, is_ours: bool) -> None:  # noqa: FBT001
    (deadline,) = read(f"{unit} gửi danh sách trước ngày 05/12/2025.")

    assert deadline.applies_to_us is is_ours


def test_our_unit_is_not_said_to_be_meant_in_a_letter_to_somebody_else() -> None:
    (deadline,) = read(
        "Phòng Văn hóa - Xã hội gửi danh sách trước ngày 05/12/2025.", addressees=("Ủy ban nhân dân phường Bình Lợi",)
    )

    assert deadline.applies_to_us is None


def test_nobody_named_anywhere_is_said_as_unknown() -> None:
    deadline = only("Hoàn thành trước ngày 05/12/2025.")

    assert deadline.obliged is None
    assert deadline.applies_to_us is None
